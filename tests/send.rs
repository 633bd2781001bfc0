//! `kiosque newsletter send`, to a mail server of a few lines that is in a good mood or not.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod command;
mod site;

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use command::Home;
use command::Told;

const KIND: &str = "name: lettre\nlabel: une lettre\nroute: /lettres/{stem}/\ntemplate: page.html\nformats: [web, email]\n\
    embargo: date\nfields:\n  title: {type: text, required: true}\n  date: {type: date}\n  subject: {type: text}\n";

const CONFIG: &str = "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\nemail:\n  from_name: Équipe Essai\n\
    \x20 from_email: lettre@exemple.gouv.fr\n  unsubscribe: mailto:lettre@exemple.gouv.fr\n  list_id: lettre.exemple.gouv.fr\n\
    \x20 tests: [\"@exemple.gouv.fr\", invite@ailleurs.fr]\n  lists: [lettre@listes.exemple.gouv.fr]\n";

const LETTER: &str = "---\ntitle: Une lettre\ndate: 2025-05-02\n---\n\nBonjour.\n\n.\n\n..deux points\n";

/// What a server does, beside taking messages.
#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Good,
    /// Refuses this one recipient, for good.
    Choosy(&'static str),
    Greylists,
    /// Asks who is there, and trusts nobody.
    Distrusts,
    Silent,
    /// Says a letter each half second, and no line end.
    Drips,
    CutsAfterData,
    CutsAtOnce,
    SpeaksHttp,
}

struct Stand {
    port: u16,
    messages: Arc<Mutex<Vec<Message>>>,
}

#[derive(Clone, Default)]
struct Message {
    to: String,
    text: String,
}

fn stand(mood: Mood) -> Stand {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let messages = Arc::new(Mutex::new(Vec::new()));
    let kept = messages.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let kept = kept.clone();
            thread::spawn(move || _ = talk(stream.unwrap(), mood, &kept));
        }
    });
    Stand { port, messages }
}

fn talk(mut stream: TcpStream, mood: Mood, kept: &Mutex<Vec<Message>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut say = move |text: &str| stream.write_all(format!("{text}\r\n").as_bytes());
    match mood {
        Mood::Silent => thread::sleep(Duration::from_secs(20)),
        Mood::CutsAtOnce => return Ok(()),
        Mood::SpeaksHttp => return say("HTTP/1.1 400 Bad Request"),
        Mood::Drips => {
            let mut raw = lines.get_ref().try_clone()?;
            for _ in 0..40 {
                raw.write_all(b"2")?;
                thread::sleep(Duration::from_millis(500));
            }
        }
        _ => say("220 essai ESMTP")?,
    }
    let mut message = Message::default();
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        let word = line.trim_end().to_uppercase();
        match word.split(' ').next().unwrap() {
            "EHLO" => say("250-essai\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME")?,
            "AUTH" => say("535 5.7.8 Error: authentication failed: bad\x1b[31m password")?,
            "RCPT" => {
                message.to = line.split(['<', '>']).nth(1).unwrap().to_owned();
                match mood {
                    Mood::Choosy(odd) if message.to == odd => {
                        say("550-5.1.1 <x>: Recipient address rejected:\r\n550 5.1.1 User unknown")?
                    }
                    Mood::Greylists => say("450 4.2.0 <x>: Greylisted, see http://postgrey.example")?,
                    _ => say("250 2.1.5 Ok")?,
                }
            }
            "DATA" => {
                say("354 End data")?;
                line.clear();
                while lines.read_line(&mut line)? > 0 && line != ".\r\n" {
                    message.text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    line.clear();
                }
                if mood == Mood::CutsAfterData {
                    return Ok(());
                }
                kept.lock().unwrap().push(std::mem::take(&mut message));
                say("250 2.0.0 Ok: queued as A1B2")?;
            }
            "QUIT" => return say("221 2.0.0 Bye"),
            _ => say("250 2.0.0 Ok")?,
        }
        line.clear();
    }
    Ok(())
}

fn home() -> Home {
    let home = Home::of(&[("content/lettres/_kind.yaml", KIND), ("content/lettres/une.md", LETTER)]);
    home.put("kiosque.yaml", CONFIG);
    home.put("content/lettres/demain.md", "---\ntitle: À venir\ndate: 2025-07-01\n---\n\nUn mot.\n");
    home
}

/// Run with no variable of the caller's that names a server.
fn send(home: &Home, arguments: &[&str], variables: &[(&str, &str)]) -> Told {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
    command.arg("--root").arg(home.root()).args(["newsletter", "send"]).args(arguments);
    command.args(["--today", site::TODAY]).stdin(Stdio::null());
    for name in ["KIOSQUE_SMTP_URL", "KIOSQUE_SMTP_PASSWORD", "KIOSQUE_DESTINATAIRES"] {
        command.env_remove(name);
    }
    let done = command.envs(variables.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Told { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

fn to(stand: &Stand, more: &[&str]) -> Told {
    let url = format!("smtp://127.0.0.1:{}", stand.port);
    send(
        &home(),
        &[&["une", "--to", "moi@exemple.gouv.fr", "--smtp", &url, "--delai", "3"], more].concat(),
        &[],
    )
}

#[test]
fn a_trial_says_that_it_is_one_and_goes_to_each_alone() {
    let stand = stand(Mood::Good);
    let told = to(&stand, &["--to", "invite@ailleurs.fr,MOI@exemple.gouv.fr"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(
        told.out,
        "moi@exemple.gouv.fr : 250 2.0.0 Ok: queued as A1B2\ninvite@ailleurs.fr : 250 2.0.0 Ok: queued as A1B2\n"
    );
    let messages = stand.messages.lock().unwrap().clone();
    assert_eq!(messages.len(), 2);
    for message in &messages {
        let text = &message.text;
        assert!(text.contains("Subject: [TEST] Une lettre\r\n"), "{text}");
        assert!(text.contains(&format!("To: {}\r\n", message.to)), "{text}");
        assert!(!text.contains("X-Unsent") && text.contains("List-Unsubscribe: <mailto:"), "{text}");
        assert!(text.contains("\r\n..deux points\r\n"), "{text}");
    }
    assert!(!messages[0].text.contains("invite@"));
}

#[test]
fn the_message_sent_is_the_draft_but_for_what_makes_it_a_trial() {
    let stand = stand(Mood::Good);
    let home = home();
    let url = format!("smtp://127.0.0.1:{}", stand.port);
    assert_eq!(send(&home, &["une", "--to", "moi@exemple.gouv.fr", "--smtp", &url], &[]).code, 0);
    assert_eq!(home.run(&["newsletter", "export", "une", "--for", "eml", "--today", site::TODAY]).code, 0);
    let draft = fs::read_to_string(home.root().join("dist/lettres/une/une.eml")).unwrap();
    let sent = stand.messages.lock().unwrap()[0].text.clone();
    let own = ["To:", "Subject:", "Message-ID:", "X-Unsent:", "Content-Type: multipart", "--=_"];
    let shared = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !own.iter().any(|it| line.starts_with(it))).map(str::to_owned).collect()
    };
    assert_eq!(shared(&draft), shared(&sent));
}

#[test]
fn what_a_server_refuses_is_told_in_its_own_words_and_the_others_are_served() {
    let choosy = stand(Mood::Choosy("moi@exemple.gouv.fr"));
    let told = to(&choosy, &["--to", "toi@exemple.gouv.fr"]);
    assert_eq!(told.code, 3);
    assert!(
        told.err
            .contains("moi@exemple.gouv.fr : le serveur refuse : 550 5.1.1 <x>: Recipient address rejected:"),
        "{}",
        told.err
    );
    assert!(told.err.contains("User unknown"), "{}", told.err);
    assert!(told.out.starts_with("toi@exemple.gouv.fr : 250"), "{}", told.out);
    let told = to(&stand(Mood::Greylists), &[]);
    assert_eq!(told.code, 3);
    assert!(
        told.err.contains("essayer plus tard : 450 4.2.0 <x>: Greylisted")
            && told.err.contains("liste grise"),
        "{}",
        told.err
    );
}

#[test]
fn a_server_that_fails_is_left_in_time_and_told_apart() {
    for (mood, expected) in [
        (Mood::Silent, "n'a pas répondu"),
        (Mood::Drips, "n'a pas répondu"),
        (Mood::CutsAtOnce, "a coupé la connexion : rien n'a été envoyé"),
        (Mood::CutsAfterData, "sans dire s'il prenait le message"),
        (Mood::SpeaksHttp, "n'est pas un serveur de courriel"),
    ] {
        let start = Instant::now();
        let told = to(&stand(mood), &["--to", "toi@exemple.gouv.fr"]);
        assert_eq!(told.code, 3, "{}", told.err);
        assert!(told.err.contains(expected), "{expected}: {}", told.err);
        assert_eq!(
            told.err.lines().filter(|line| line.contains("@exemple.gouv.fr : ")).count(),
            2,
            "{}",
            told.err
        );
        assert!(start.elapsed() < Duration::from_secs(10), "{expected}: {:?}", start.elapsed());
    }
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let told = to(&Stand { port: closed, messages: Arc::default() }, &[]);
    assert!(told.code == 3 && told.err.contains("aucun serveur ne répond"), "{}", told.err);
    let told = send(
        &home(),
        &["une", "--to", "moi@exemple.gouv.fr", "--smtp", "smtp://absent.invalid", "--delai", "20"],
        &[],
    );
    assert!(told.code == 3 && told.err.contains("est inconnu"), "{}", told.err);
}

#[test]
fn secrets_come_from_the_environment_and_are_never_shown() {
    let distrusts = stand(Mood::Distrusts);
    let url = format!("smtp://moi:mot%20secret@127.0.0.1:{}", distrusts.port);
    let told = send(&home(), &["une", "--to", "moi@exemple.gouv.fr"], &[("KIOSQUE_SMTP_URL", &url)]);
    assert_eq!(told.code, 3);
    assert!(
        told.err
            .contains("refuse cet identifiant ou ce mot de passe : 535 5.7.8 Error: authentication failed"),
        "{}",
        told.err
    );
    assert!(!told.err.contains("secret") && !told.err.contains('\x1b'), "{}", told.err);
    let told = send(&home(), &["une", "--to", "moi@exemple.gouv.fr", "--smtp", &url], &[]);
    assert!(
        told.code == 2 && told.err.contains("KIOSQUE_SMTP_PASSWORD") && !told.err.contains("secret"),
        "{}",
        told.err
    );
    let bare = format!("smtp://moi@127.0.0.1:{}", distrusts.port);
    let told = send(&home(), &["une", "--to", "moi@exemple.gouv.fr", "--smtp", &bare], &[]);
    assert!(told.code == 2 && told.err.contains("il manque le mot de passe de « moi »"), "{}", told.err);
    let told = send(
        &home(),
        &["une", "--to", "moi@exemple.gouv.fr", "--smtp", &bare],
        &[("KIOSQUE_SMTP_PASSWORD", "x y")],
    );
    assert_eq!(told.code, 3, "{}", told.err);
    // In clear to another machine: never unless asked for, and a password not even then.
    for (url, more) in
        [("smtp://moi@relais.invalid", ["--sans-tls"].as_slice()), ("smtp:/x", &[]), ("imap://x", &[])]
    {
        let told = send(
            &home(),
            &[&["une", "--to", "moi@exemple.gouv.fr", "--smtp", url], more].concat(),
            &[("KIOSQUE_SMTP_PASSWORD", "x")],
        );
        assert_eq!(told.code, 2, "{url} {}", told.err);
    }
    let started = format!("smtp://127.0.0.1:{}?tls=required", distrusts.port);
    let told = send(&home(), &["une", "--to", "moi@exemple.gouv.fr", "--smtp", &started], &[]);
    assert!(told.code == 3 && told.err.contains("STARTTLS"), "{}", told.err);
}

#[test]
fn few_people_and_known_ones_receive_a_trial() {
    let good = stand(Mood::Good);
    let url = format!("smtp://127.0.0.1:{}", good.port);
    let six = ["a", "b", "c", "d", "e", "f"].map(|name| format!("{name}@exemple.gouv.fr")).join(",");
    for (arguments, expected) in [
        (vec!["une", "--to", &six], "5 adresses au plus, 6 sont données"),
        (vec!["une", "--to", "quelqu-un@ailleurs.fr"], "tests: [\"@ailleurs.fr\"]"),
        (vec!["une", "--to", "x@mon-exemple.gouv.fr"], "ne peut pas recevoir d'essai"),
        (vec!["une", "--to", "a b@exemple.gouv.fr"], "n'est pas une adresse électronique"),
        (vec!["une"], "personne ne recevrait cet essai"),
        (vec!["rien", "--to", "a@exemple.gouv.fr"], "aucune lettre « rien »"),
        (vec!["une", "--liste", "tous@ailleurs.fr", "--oui"], "n'est pas une liste de ce site"),
        (vec!["une", "--liste", "lettre@listes.exemple.gouv.fr"], "envoi non confirmé"),
        (vec!["demain", "--liste", "lettre@listes.exemple.gouv.fr", "--oui"], "n'est pas encore parue"),
    ] {
        let told = send(&home(), &[arguments.as_slice(), &["--smtp", &url]].concat(), &[]);
        assert_eq!(told.code, 2, "{arguments:?} {}", told.err);
        assert!(told.err.contains(expected), "{expected}: {}", told.err);
    }
    assert!(good.messages.lock().unwrap().is_empty());
    let arguments = ["demain", "--to", "quelqu-un@ailleurs.fr", "--smtp", &url];
    let told = send(&home(), &arguments, &[("KIOSQUE_DESTINATAIRES", "Quelqu-un@ailleurs.fr, x@y.fr")]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(send(&home(), &["une", "--to", "a@exemple.gouv.fr"], &[]).err.contains("KIOSQUE_SMTP_URL"));
}

#[test]
fn a_list_receives_the_letter_itself_once() {
    let good = stand(Mood::Good);
    let url = format!("smtp://127.0.0.1:{}", good.port);
    let told =
        send(&home(), &["une", "--liste", "lettre@listes.exemple.gouv.fr", "--oui", "--smtp", &url], &[]);
    assert_eq!(told.code, 0, "{}", told.err);
    let messages = good.messages.lock().unwrap().clone();
    assert_eq!(messages.len(), 1);
    let text = &messages[0].text;
    assert!(text.contains("Subject: Une lettre\r\n") && !text.contains("[TEST]"), "{text}");
    assert!(!text.contains("List-") && !text.contains("X-Unsent"), "{text}");
}
