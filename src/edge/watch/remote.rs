//! Whether a folder lies on another machine's disk.
use std::path::Path;

/// Numbers by which Linux names file systems (`statfs(2)`): what is written on
/// the other side gives no event on this one.
#[cfg(target_os = "linux")]
const REMOTE: [u32; 8] = [
    0x6969,      // NFS
    0x517B,      // SMB
    0xFE53_4D42, // SMB 2
    0xFF53_4D42, // CIFS
    0x6573_5546, // FUSE: sshfs, shared folders of virtual machines
    0x0102_1997, // 9p: shared folders of virtual machines, WSL
    0x00C3_6400, // Ceph
    0x5346_414F, // AFS
];

#[cfg(target_os = "linux")]
pub fn is_remote(path: &Path) -> bool {
    rustix::fs::statfs(path).is_ok_and(|found| REMOTE.contains(&(found.f_type as u32)))
}

#[cfg(not(target_os = "linux"))]
pub fn is_remote(_: &Path) -> bool {
    false
}
