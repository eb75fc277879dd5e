//! What the fuzz targets try: the properties of the ordinary tests.

#[path = "../../it/properties/mod.rs"]
pub mod properties;

/// Cuts what is fuzzed into parts at the first bytes 0x1F (the unit separator), as many as wanted.
pub fn parts<const N: usize>(text: &str) -> [&str; N] {
    let mut parts = text.splitn(N, '\u{1F}');
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}
