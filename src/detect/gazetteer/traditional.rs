//! The simplified forms of traditional characters, from `traditional.txt`.

/// The simplified form of each Han character from [`FIRST`] on, NUL where it has none, as the
/// build script lays them out.
static SIMPLIFIED: &[[u8; 2]] =
    include_bytes!(concat!(env!("OUT_DIR"), "/simplified.bin")).as_chunks().0;

/// The first Han character.
const FIRST: u32 = 0x4e00;

/// Returns the simplified form of a traditional character.
pub(super) fn simplified_of(char: char) -> Option<char> {
    let place = u32::from(char).checked_sub(FIRST)?;
    let simplified = u16::from_le_bytes(*SIMPLIFIED.get(place as usize)?);
    char::from_u32(simplified.into()).filter(|&char| char != '\0')
}
