<?php
// What Roundcube's web client keeps of a mail, with its own sanitiser, of each file, in a file beside it:
// php roundcube.php FOLDER_OF_ITS_LIBRARY FILE…
spl_autoload_register(function ($class) {
    $file = '/usr/share/php/' . str_replace('\\', '/', $class) . '.php';
    if (is_file($file)) {
        require $file;
    }
});
$library = $argv[1];
foreach (['rcube_charset', 'rcube_utils', 'rcube_string_replacer', 'rcube_base_replacer', 'rcube_washtml'] as $name) {
    if (is_file("$library/$name.php")) {
        require_once "$library/$name.php";
    }
}
if (!defined('RCUBE_CHARSET')) {
    define('RCUBE_CHARSET', 'UTF-8');
}
foreach (array_slice($argv, 2) as $name) {
    file_put_contents("$name.kept", washed(file_get_contents($name)));
}

// As the client asks for when a reader has allowed images: html, head and body are dropped, their contents stay.
function washed($html)
{
    $washer = new rcube_washtml([
        'show_washed' => false,
        'allow_remote' => true,
        'charset' => 'UTF-8',
        'html_elements' => ['body', 'link'],
        'html_attribs' => ['rel', 'type'],
        'add_comments' => false,
    ]);
    $washer->add_callback('style', function ($name, $attributes, $content) {
        return '<style>' . $content . '</style>';
    });
    return $washer->wash($html);
}
