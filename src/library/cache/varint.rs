//! The byte format of catalogue and records: numbers as LEB128 (seven bits a byte, the lowest first), strings with their
//! length before them. Reading never panics; bytes that make no sense give `None`.

use jiff::civil::Date;

/// A growing buffer of encoded values.
#[derive(Debug, Default)]
pub struct ByteWriter(pub Vec<u8>);

impl ByteWriter {
    /// Writes a number. Below 128 it takes one byte.
    pub fn num(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(n.to_le_bytes()[0] | 0x80);
            n >>= 7;
        }
        self.0.push(n.to_le_bytes()[0]);
    }

    /// Writes a length or a count.
    pub fn len(&mut self, n: usize) {
        self.num(n as u64);
    }

    /// Writes a number that may be absent: 0, or the number plus one.
    pub fn opt(&mut self, n: Option<u64>) {
        self.num(n.map_or(0, |n| n.saturating_add(1)));
    }

    /// Writes a day that may be absent: year, month and day packed into one number.
    ///
    /// 9 bits for month and day, so that a day of this century takes three bytes.
    pub fn date(&mut self, date: Option<Date>) {
        self.opt(date.map(|d| {
            let year = u64::from(d.year().cast_unsigned());
            (year << 9)
                | u64::from(d.month().cast_unsigned()) << 5
                | u64::from(d.day().cast_unsigned())
        }));
    }

    /// Writes bytes with their length before them.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.len(bytes.len());
        self.0.extend_from_slice(bytes);
    }
}

/// Reads what a [`ByteWriter`] wrote. An outer `None` means that the bytes make no sense.
#[derive(Debug, Clone, Copy)]
pub struct ByteReader<'a>(pub &'a [u8]);

#[expect(
    clippy::option_option,
    reason = "a value may be absent, and so may be the bytes that say so"
)]
impl<'a> ByteReader<'a> {
    /// Reads a number.
    pub fn num(&mut self) -> Option<u64> {
        let mut n = 0;
        // Ten bytes at most; an eleventh would shift beyond the number.
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }

    /// Reads a length or a count.
    pub fn len(&mut self) -> Option<usize> {
        usize::try_from(self.num()?).ok()
    }

    /// Reads a count of items that take at least a byte each. A greater count is refused, so that damaged bytes cannot
    /// allocate all memory.
    pub fn count(&mut self) -> Option<usize> {
        self.len().filter(|&n| n <= self.0.len())
    }

    /// Reads a number of 32 bits.
    pub fn small(&mut self) -> Option<u32> {
        u32::try_from(self.num()?).ok()
    }

    /// Reads a number that may be absent.
    pub fn opt(&mut self) -> Option<Option<u64>> {
        Some(self.num()?.checked_sub(1))
    }

    /// Reads a number of 32 bits that may be absent.
    pub fn opt_small(&mut self) -> Option<Option<u32>> {
        self.opt()?
            .map_or(Some(None), |n| u32::try_from(n).ok().map(Some))
    }

    /// Reads a day that may be absent.
    pub fn date(&mut self) -> Option<Option<Date>> {
        let Some(n) = self.opt()? else {
            return Some(None);
        };
        let part = |n: u64| i8::try_from(n).ok();
        let year = u16::try_from(n >> 9).ok()?.cast_signed();
        Date::new(year, part((n >> 5) & 0xf)?, part(n & 0x1f)?)
            .ok()
            .map(Some)
    }

    /// Reads `n` bytes.
    pub fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    /// Reads bytes with their length before them.
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let n = self.len()?;
        self.take(n)
    }

    /// Reads `n` bytes that must be UTF-8.
    pub fn text(&mut self, n: usize) -> Option<String> {
        std::str::from_utf8(self.take(n)?).ok().map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_written_is_read_back() {
        let mut writer = ByteWriter::default();
        for n in [0, 1, 127, 128, 300, u64::MAX] {
            writer.num(n);
        }
        writer.opt(None);
        writer.opt(Some(0));
        writer.date(Some(date(2025, 12, 31)));
        writer.bytes("报".as_bytes());
        let mut reader = ByteReader(&writer.0);
        for n in [0, 1, 127, 128, 300, u64::MAX] {
            assert_eq!(reader.num(), Some(n));
        }
        assert_eq!((reader.opt(), reader.opt()), (Some(None), Some(Some(0))));
        assert_eq!(reader.date(), Some(Some(date(2025, 12, 31))));
        assert_eq!(reader.bytes(), Some("报".as_bytes()));
        assert_eq!(reader.num(), None);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let mut reader = ByteReader(&bytes);
            while reader.date().is_some() && reader.bytes().is_some() {}
        }
    }
}
