//! Keys that are typed while the terminal changes its size.

use super::{at_least_one, home_with_reports, open_reports};
use portable_pty::PtySize;

/// crossterm's default input forgot a key whose byte arrived together with SIGWINCH, until another key was typed.
#[test]
fn a_key_that_comes_with_a_change_of_size_is_not_kept_back() {
    let home = home_with_reports();
    let mut pty = open_reports(&home);
    pty.type_keys("s");
    let mut typed = String::new();
    for (rows, key) in [29, 30].into_iter().cycle().zip('a'..='z') {
        let size = PtySize {
            rows,
            cols: 110,
            pixel_width: 0,
            pixel_height: 0,
        };
        pty.screen
            .screen_mut()
            .set_size(at_least_one(rows), at_least_one(110));
        pty.master.resize(size).unwrap();
        pty.type_keys(&key.to_string());
        typed.push(key);
        pty.wait_for(&typed);
    }
    pty.type_keys("\x03");
    assert_eq!(pty.ends_restored(), 0);
}
