extension UInt8 {
    /// Whether the byte is a space, a tab or a line end.
    var isSpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
}
