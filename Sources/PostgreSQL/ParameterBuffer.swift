import Glibc

/// The values of a statement as libpq wants them: numbers and texts as text, bytes as they are.
struct ParameterBuffer {
    /// All values behind each other, each with a NUL at its end.
    private var storage: [CChar] = []
    /// Where each begins; nil for `NULL`.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ values: [PostgresValue]) {
        for value in values { append(value) }
    }

    private mutating func append(_ value: PostgresValue) {
        switch value {
        case .null: end(at: nil, format: 0)
        case .integer(let number): append(String(number))
        case .double(let number): append(String(number))
        case .bool(let isTrue): append(isTrue ? "t" : "f")
        case .text(let text): append(text)
        case .bytes(let bytes):
            let start = storage.count
            bytes.withUnsafeBytes { storage.append(contentsOf: $0.bindMemory(to: CChar.self)) }
            end(at: start, format: 1)
        }
    }

    /// Appends a text up to its first NUL.
    private mutating func append(_ text: String) {
        let start = storage.count
        text.withCString { storage.append(contentsOf: UnsafeBufferPointer(start: $0, count: strlen($0))) }
        end(at: start, format: 0)
    }

    private mutating func end(at start: Int?, format: Int32) {
        starts.append(start)
        lengths.append(Int32(start.map { storage.count - $0 } ?? 0))
        formats.append(format)
        storage.append(0)
    }

    /// Passes count, values, lengths and formats to `body`; the pointers hold only there.
    func withPointers<Result>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        storage.withUnsafeBufferPointer { storage in
            let pointers = starts.map { start in start.flatMap { storage.baseAddress?.advanced(by: $0) } }
            return pointers.withUnsafeBufferPointer { pointers in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(Int32(starts.count), pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
