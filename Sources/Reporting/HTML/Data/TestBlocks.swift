import Records
import SafetyGrid

/// The tests of a run as the report's page holds them: blocks of about a megabyte of JSON, each packed.
///
/// The page has a size that it must not pass, however many tests there are and whatever they say. Near it only findings keep
/// their whole texts, then none, and at last tests are only counted.
struct TestBlocks: Sendable {
    /// How much the page takes, in bytes of packed blocks.
    struct Limits: Sendable {
        /// Up to here every test has its texts.
        var texts = 16_500_000
        /// Up to here findings have theirs.
        var findings = 17_500_000
        /// Up to here tests are listed.
        var tests = 18_500_000
        /// Bytes of JSON of a block.
        var block = 1 << 20
    }

    /// How much of a test's texts the page has.
    private enum Room {
        case texts, excerpt, none
    }

    /// Most Unicode scalars of a prompt where there is no room for texts.
    private static let excerpt = 160

    /// The packed blocks, the one with the dimensions excepted.
    private(set) var blocks: [[UInt8]] = []
    /// Tests in them.
    private(set) var listed = 0
    /// Tests in them whose texts were cut for want of room.
    private(set) var cut = 0
    /// Tests that no block has.
    private(set) var leftOut = 0

    private let grid: Grid
    private let limits: Limits
    private var rounds = 0
    private var packed = 0
    private var text = JSONText()

    /// No test yet.
    init(grid: Grid, limits: Limits = Limits()) {
        self.grid = grid
        self.limits = limits
    }

    /// Adds a test.
    ///
    /// - Parameters:
    ///   - further: verdicts of further oracles
    ///   - labels: what people say of it
    /// - Throws: ``ReportError/memory``.
    mutating func add(_ record: TestRecord, further: [Verdict], labels: [HumanLabel]) throws(ReportError) {
        rounds = max(rounds, record.plan.round + 1)
        let room = room(for: record)
        guard room != .none else {
            leftOut += 1
            return
        }
        text.raw(text.bytes.isEmpty ? "[" : ",")
        EmbeddedTest(record, further: further, labels: labels, prompt: room == .texts ? nil : Self.excerpt)
            .append(to: &text)
        listed += 1
        if room == .excerpt { cut += 1 }
        if text.bytes.count >= limits.block { try close() }
    }

    /// Packs the rest after the last test, and gives its memory back.
    ///
    /// - Throws: ``ReportError/memory``.
    mutating func end() throws(ReportError) {
        try close()
        text = JSONText()
    }

    /// All blocks in the order in which the page has them: dimensions and counts first.
    ///
    /// - Throws: ``ReportError/memory``.
    mutating func finish() throws(ReportError) -> [[UInt8]] {
        try close()
        return [try GzipBlock.packed(head)] + blocks
    }

    private func room(for record: TestRecord) -> Room {
        if packed < limits.texts { return .texts }
        if packed < limits.findings, record.verdict?.label == .unsafe { return .texts }
        return packed < limits.tests ? .excerpt : .none
    }

    private mutating func close() throws(ReportError) {
        guard !text.bytes.isEmpty else { return }
        text.raw("]")
        let block = try GzipBlock.packed(text.bytes)
        packed += block.count
        blocks.append(block)
        text.removeAll()
    }

    /// The data that the script needs before it reads a test.
    private var head: [UInt8] {
        let dimensions = grid.dimensions.map { dimension in
            OrderedJSON.object([
                ("id", .string(dimension.id.rawValue)),
                (
                    "values",
                    .array(
                        dimension.values.map { .object([("id", .string($0.id)), ("title", .string($0.title))]) })
                ),
            ])
        }
        return OrderedJSON.object([
            ("dimensions", .array(dimensions)), ("tests", .int(listed)), ("rounds", .int(rounds)),
        ]).compact
    }
}
