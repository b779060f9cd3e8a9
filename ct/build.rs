//! Builds the one C file, against the headers that come with Valgrind.

fn main() {
    println!("cargo:rerun-if-changed=src/marks.c");
    cc::Build::new().file("src/marks.c").compile("kcp_ct_marks");
}
