//! One command: started without a shell, watched, and ended with all that it started.
use std::fs::File;
use std::io;
use std::io::ErrorKind;
use std::os::unix::process::CommandExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::WaitId;
use rustix::process::WaitIdOptions;
use rustix::process::kill_process_group;
use rustix::process::waitid;

use crate::edge::loader::output;
use crate::edge::loader::output::Complaint;
use crate::edge::loader::secrets::Secrets;

/// How long what a command started may hold its output open once it has ended.
const GRACE: Duration = Duration::from_secs(1);
/// How often we look whether it has ended.
const PAUSE: Duration = Duration::from_millis(10);

pub struct Order<'a> {
    /// A program and its arguments.
    pub command: &'a [String],
    /// Where it runs.
    pub folder: &'a Path,
    pub secrets: &'a Secrets,
    pub patience: Duration,
    /// In bytes.
    pub heaviest: u64,
}

/// Why nothing can be made of what a command wrote.
#[derive(Debug)]
pub enum Stopped {
    /// The program does not exist.
    Missing,
    Unable(io::Error),
    Status(i32),
    Signal(i32),
    Late,
    TooHeavy,
    /// The disk refused what it wrote.
    Unwritten(io::Error),
    /// It wrote the value of this variable.
    Leaky(String),
    /// It has ended, and something that it started goes on writing.
    Detached,
    /// We were asked to stop.
    Halted,
}

pub struct Ran {
    /// How many bytes it wrote.
    pub result: Result<u64, Stopped>,
    /// The end of what it said on its standard error, secrets masked.
    pub complaint: String,
    pub took: Duration,
}

/// Runs a command, its output into `output`. Nothing of its process group is left afterwards.
pub fn run(order: &Order<'_>, output: File, halted: &AtomicBool) -> Ran {
    let started = Instant::now();
    let complaint = Complaint::default();
    let result = spawn(order).and_then(|child| {
        let deadline = started + order.patience;
        Running::of(child, order, output, &complaint).follow(deadline, halted)
    });
    Ran { result, complaint: order.secrets.masked(&complaint.text()), took: started.elapsed() }
}

fn spawn(order: &Order<'_>) -> Result<Child, Stopped> {
    let (program, arguments) = order.command.split_first().ok_or(Stopped::Missing)?;
    // A name with a slash is one of the site's own files, wherever we were called from.
    let program = if program.contains('/') { order.folder.join(program) } else { PathBuf::from(program) };
    let mut command = Command::new(program);
    command.args(arguments).current_dir(order.folder).env_clear().envs(order.secrets.given());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Stopped::Missing,
        _ => Stopped::Unable(error),
    })
}

struct Running {
    child: Child,
    copied: Receiver<Result<u64, Stopped>>,
    heard: Receiver<()>,
}

impl Running {
    /// Two threads read what it writes: a program whose complaint nobody reads would wait for ever.
    fn of(mut child: Child, order: &Order<'_>, output: File, complaint: &Complaint) -> Self {
        let (told, copied) = mpsc::channel();
        let (heaviest, guarded) = (order.heaviest, order.secrets.guarded());
        if let Some(pipe) = child.stdout.take() {
            thread::spawn(move || told.send(output::copy(pipe, output, heaviest, &guarded)));
        }
        let (silent, heard) = mpsc::channel();
        if let Some(pipe) = child.stderr.take() {
            let complaint = complaint.clone();
            thread::spawn(move || {
                complaint.hear(pipe);
                silent.send(())
            });
        }
        Self { child, copied, heard }
    }

    fn follow(self, deadline: Instant, halted: &AtomicBool) -> Result<u64, Stopped> {
        let mut copied = None;
        let mut over = loop {
            if copied.is_none() {
                copied = match self.copied.recv_timeout(PAUSE) {
                    Ok(Ok(count)) => Some(count),
                    Ok(Err(stopped)) => break Err(stopped),
                    Err(_) => None,
                };
            } else {
                thread::sleep(PAUSE);
            }
            if self.has_ended() {
                break Ok(());
            }
            if halted.load(Ordering::Relaxed) {
                break Err(Stopped::Halted);
            }
            if Instant::now() >= deadline {
                break Err(Stopped::Late);
            }
        };
        // Its last words may still be in the pipe.
        if over.is_ok() && copied.is_none() {
            let patience = GRACE.min(deadline.saturating_duration_since(Instant::now()).max(PAUSE));
            match self.copied.recv_timeout(patience) {
                Ok(Ok(count)) => copied = Some(count),
                Ok(Err(stopped)) => over = Err(stopped),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    over = Err(Stopped::Detached)
                }
            }
        }
        self.end(over, copied.unwrap_or(0))
    }

    /// Whether it has ended. It is not dismissed yet: its number stays its own until its group is ended too.
    fn has_ended(&self) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        !matches!(waitid(WaitId::Pid(self.pid()), options), Ok(None))
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// How it ended says more than what that led to.
    fn end(mut self, over: Result<(), Stopped>, count: u64) -> Result<u64, Stopped> {
        let by_itself = self.has_ended();
        _ = kill_process_group(self.pid(), Signal::KILL);
        let status = self.child.wait().map_err(Stopped::Unable)?;
        _ = self.heard.recv_timeout(GRACE / 4);
        if by_itself && matches!(over, Ok(()) | Err(Stopped::Detached)) && !status.success() {
            return Err(match (status.code(), status.signal()) {
                (Some(code), _) => Stopped::Status(code),
                (None, signal) => Stopped::Signal(signal.unwrap_or(0)),
            });
        }
        over.map(|()| count)
    }
}
