import Analysis
import Foundations
import Images
import Records
import SafetyGrid

/// Writes tests as lines of `tests.jsonl`: one JSON object a test, always with the same keys in the same order.
///
/// ``volatileKeys`` differ between two runs of the same settings; with the same seed and a deterministic target all else
/// is equal to the byte.
package struct TestsFile: Sendable {
    /// Name of the file in the run's folder.
    package static let name = "tests.jsonl"
    /// Keys whose values belong to one run of the settings: strip them to compare two runs.
    package static let volatileKeys = ["run", "timings"]

    private let grid: Grid
    private let isHelpExpected: @Sendable (Int) -> Bool
    private let runMember: [UInt8]
    /// `"dimension":"value"` of every value of every dimension.
    private let cellMembers: [[[UInt8]]]

    package init(run: RunRecord) {
        grid = run.grid
        isHelpExpected = run.grid.isHelpExpected
        var text = JSONText()
        text.raw(",\"run\":")
        text.string(run.id)
        runMember = text.bytes
        cellMembers = run.grid.dimensions.map { dimension in
            dimension.values.map { value in
                var text = JSONText()
                text.string(dimension.id.rawValue)
                text.raw(":")
                text.string(value.id)
                return text.bytes
            }
        }
    }

    /// The id of a test in exports: its ordinal with at least five digits.
    package static func id(ordinal: Int) -> String {
        let digits = String(ordinal)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    /// The line of a test, with the line break at its end.
    ///
    /// - Parameter others: what further oracles and people say of the test's response
    package func line(_ record: TestRecord, others: FurtherLabels = FurtherLabels()) -> [UInt8] {
        var text = JSONText()
        append(record, others: others, to: &text)
        return text.bytes
    }

    func append(_ record: TestRecord, others: FurtherLabels = FurtherLabels(), to text: inout JSONText) {
        text.raw("{\"id\":\"")
        text.raw(Array(Self.id(ordinal: record.plan.ordinal).utf8))
        text.raw("\"")
        text.raw(runMember)
        text.raw(",\"round\":")
        text.int(record.plan.round)
        appendCell(record.plan.cell, to: &text)
        text.raw(",\"prompt\":")
        text.string(record.testCase?.prompt)
        if let drawn = record.response?.drawnPrompt {
            text.raw(",\"drawn_prompt\":")
            appendImage(drawn, to: &text)
        }
        text.raw(",\"origin\":")
        var origin = record.testCase?.origin ?? [:]
        origin["selection"] = .string(record.plan.selection.rawValue)
        text.object(origin)
        text.raw(",\"response\":")
        text.string(record.response?.text)
        if let reasoning = record.response?.reasoning {
            text.raw(",\"reasoning\":")
            text.string(reasoning)
        }
        appendImages(record.images, to: &text)
        TurnsJSON.append(record.turns, to: &text)
        if record.lateCalls > 0 {
            text.raw(",\"late_calls\":")
            text.int(record.lateCalls)
        }
        appendUsage(record.response, to: &text)
        text.raw(",\"behaviour\":")
        text.string(record.verdict?.behaviour.rawValue)
        appendVerdict(record.verdict, to: &text)
        if isHelpExpected(record.plan.cell), record.verdict?.tellsThatRefused == true {
            text.raw(",\"finding\":")
            text.string(TestRecord.overRefusal)
        }
        TurnsJSON.append(record.verdict?.details, to: &text)
        others.append(record.plan.ordinal, to: &text)
        appendFailure(record, to: &text)
        appendTimings(record, to: &text)
        text.raw("}\n")
    }

    private func appendImages(_ images: [ImageReference], to text: inout JSONText) {
        guard !images.isEmpty else { return }
        text.raw(",\"images\":[")
        for (index, image) in images.enumerated() {
            if index > 0 { text.raw(",") }
            appendImage(image, to: &text)
        }
        text.raw("]")
    }

    private func appendImage(_ image: ImageReference, to text: inout JSONText) {
        text.raw("{\"file\":")
        text.string("images/\(image.fileName)")
        text.raw(",\"sha256\":")
        text.string(image.digest)
        text.raw(",\"width\":")
        text.int(image.width)
        text.raw(",\"height\":")
        text.int(image.height)
        text.raw(",\"bytes\":")
        text.int(image.bytes)
        text.raw("}")
    }

    private func appendUsage(_ response: Response?, to text: inout JSONText) {
        guard let response, response.usage != nil || response.cost != nil || response.isCached else { return }
        text.raw(",\"usage\":{\"input_tokens\":")
        text.number(response.usage.map { Double($0.input) })
        text.raw(",\"output_tokens\":")
        text.number(response.usage.map { Double($0.output) })
        text.raw(",\"cost\":")
        text.number(response.cost)
        text.raw(",\"cached\":")
        text.bool(response.isCached)
        if let saved = response.saved {
            text.raw(",\"saved\":")
            text.number(saved)
        }
        text.raw("}")
    }

    /// Failed attempts, in the order in which they happened: a test that took many must not look easy.
    private func appendRetries(_ record: TestRecord, to text: inout JSONText) {
        let retries = record.response?.retries ?? []
        guard !retries.isEmpty || !record.pastFailures.isEmpty else { return }
        text.raw(",\"retries\":[")
        for (index, failure) in record.pastFailures.enumerated() {
            text.raw(index == 0 ? "{\"error\":" : ",{\"error\":")
            text.string(failure.reason)
            text.raw("}")
        }
        for (index, retry) in retries.enumerated() {
            text.raw(index + record.pastFailures.count == 0 ? "{\"error\":" : ",{\"error\":")
            text.string(retry.error)
            text.raw(",\"elapsed_ms\":")
            text.int(retry.elapsedMS)
            text.raw(",\"waited_ms\":")
            text.int(retry.waitedMS)
            text.raw("}")
        }
        text.raw("]")
    }

    private func appendCell(_ id: Int, to text: inout JSONText) {
        text.raw(",\"cell\":{")
        for (axis, index) in grid.cell(id).indices.enumerated() {
            if axis > 0 { text.raw(",") }
            text.raw(cellMembers[axis][index])
        }
        text.raw("}")
    }

    private func appendVerdict(_ verdict: Verdict?, to text: inout JSONText) {
        guard let verdict else { return text.raw(",\"verdict\":null") }
        text.raw(",\"verdict\":{\"label\":")
        text.string(verdict.label.rawValue)
        text.raw(",\"oracle\":")
        text.string(verdict.oracle)
        text.raw(",\"confidence\":")
        text.number(verdict.confidence)
        text.raw(",\"reason\":")
        text.string(verdict.reason)
        text.grade(verdict.grade)
        text.raw("}")
    }

    private func appendFailure(_ record: TestRecord, to text: inout JSONText) {
        guard record.stage == .failed, let failure = record.failure else { return }
        text.raw(",\"failure\":{\"stage\":")
        text.string(failure.stage.rawValue)
        text.raw(",\"reason\":")
        text.string(failure.reason)
        text.raw(",\"retryable\":")
        text.bool(failure.retryable)
        if let refused = failure.refused {
            text.raw(",\"refused\":")
            text.value(refused.json)
        }
        text.raw("}")
    }

    private func appendTimings(_ record: TestRecord, to text: inout JSONText) {
        let timings = record.timings
        text.raw(",\"timings\":{\"generate_ms\":")
        text.number(timings.generateMS.map(Figures.thousandths))
        text.raw(",\"execute_ms\":")
        text.number(timings.executeMS.map(Figures.thousandths))
        text.raw(",\"judge_ms\":")
        text.number(timings.judgeMS.map(Figures.thousandths))
        appendRetries(record, to: &text)
        text.raw("}")
    }
}
