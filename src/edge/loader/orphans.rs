//! Processes that left their group on purpose: they come back to us when their parents end, and are ended.
use std::fs;
use std::thread;
use std::time::Duration;

use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::WaitOptions;
use rustix::process::kill_process;
use rustix::process::wait;

/// Programs that start others without end are left to the machine.
const MOST_TURNS: usize = 200;

/// From now on, whatever our commands leave behind becomes our own child.
pub fn adopt() {
    #[cfg(target_os = "linux")]
    {
        _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    }
}

/// Ends all children that are left. Only to be called when no command runs any more.
pub fn end() {
    for _ in 0..MOST_TURNS {
        let children = children();
        if children.is_empty() {
            return;
        }
        for child in children {
            _ = kill_process(child, Signal::KILL);
        }
        while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {}
        thread::sleep(Duration::from_millis(5));
    }
}

/// Those whose parent is this process, by what the kernel tells of each.
fn children() -> Vec<Pid> {
    let ours = rustix::process::getpid().as_raw_nonzero().get().to_string();
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let number = |entry: fs::DirEntry| entry.file_name().to_str()?.parse::<i32>().ok();
    let numbers = entries.filter_map(|entry| number(entry.ok()?));
    let child = |pid: &i32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // The name of a program may hold blanks and brackets: what counts comes after the last one.
        let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
        after.split_whitespace().nth(1) == Some(ours.as_str())
    };
    numbers.filter(child).filter_map(Pid::from_raw).collect()
}
