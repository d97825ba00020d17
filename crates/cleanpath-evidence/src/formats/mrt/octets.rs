//! Numbers, addresses and prefixes in network order. Reading past the end is `None`, never a panic.

use std::net::IpAddr;

/// Octets not read yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Octets<'a>(&'a [u8]);

impl<'a> Octets<'a> {
    pub(super) const fn new(octets: &'a [u8]) -> Self {
        Self(octets)
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The next octets, that many.
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array().map(u8::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    /// An address of version 6 or 4.
    pub(super) fn address(&mut self, six: bool) -> Option<IpAddr> {
        if six {
            self.array::<16>().map(IpAddr::from)
        } else {
            self.array::<4>().map(IpAddr::from)
        }
    }

    /// A prefix as BGP writes it: a length in bits and as many octets as that needs.
    pub(super) fn prefix(&mut self, six: bool) -> Option<String> {
        let bits = self.u8()?;
        let width: usize = if six { 16 } else { 4 };
        let count = usize::from(bits).div_ceil(8);
        let given = self.take(count).filter(|_| count <= width)?;
        let mut whole = given.to_vec();
        whole.resize(width, 0);
        let address = Octets(&whole).address(six)?;
        Some(format!("{address}/{bits}"))
    }
}
