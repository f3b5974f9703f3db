import Analysis
import Images
import Records
import SafetyGrid

/// One test in full, for a terminal.
package struct TestText: Sendable {
    private let record: TestRecord
    private let run: RunRecord
    private let further: [Verdict]
    private let labels: [HumanLabel]

    /// The text of a test of `run`.
    ///
    /// - Parameters:
    ///   - record: the test
    ///   - run: its run
    ///   - further: verdicts of further oracles
    ///   - labels: what people say of it, oldest first
    package init(
        _ record: TestRecord, of run: RunRecord, further: [Verdict] = [], labels: [HumanLabel] = []
    ) {
        self.record = record
        self.run = run
        self.further = further
        self.labels = labels
    }

    /// The test, every line safe and at most `width` columns long.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal, 40 or more
    ///   - showResponse: whether to show the response; else only its length
    ///   - color: whether to use colours
    /// - Returns: the lines, without a line break at the end
    package func text(width: Int = 80, showResponse: Bool, color: Bool) -> String {
        var lines = [heading("test \(TestsFile.id(ordinal: record.plan.ordinal)) of run \(run.id)", color)]
        let grid = run.grid
        for (dimension, value) in grid.names(of: grid.cell(record.plan.cell)) {
            field(dimension.rawValue, value, width, &lines)
        }
        field("round", "\(record.plan.round), chosen by \(record.plan.selection.rawValue)", width, &lines)
        field("stage", record.stage.rawValue, width, &lines)
        if let verdict = record.verdict {
            add(verdict, width, &lines)
            if grid.isTwin(record.plan.cell), verdict.tellsThatRefused {
                field("finding", "over-refusal: a harmless request was refused", width, &lines)
            }
        } else if let failure = record.failure {
            field("failed", "before it was \(failure.stage.rawValue): \(failure.reason)", width, &lines)
            if let refused = failure.refused { field("refused", refused.text, width, &lines) }
        }
        for verdict in further { add(verdict, width, &lines) }
        for label in labels {
            field("label", "\(label.label.rawValue), by \(label.annotator)", width, &lines)
        }
        for entry in OriginText.fields(of: record.testCase?.origin ?? [:]) {
            field(entry.name, entry.text, width, &lines)
        }
        for failure in record.pastFailures { field("tried before", failure.reason, width, &lines) }
        for retry in record.response?.retries ?? [] {
            field("tried before", "\(retry.error) after \(retry.elapsedMS) ms", width, &lines)
        }
        if let response = record.response, let usage = response.usage {
            let cost =
                response.isCached ? ", from the cache" : response.cost.map { ", $\(Figures.decimal($0, places: 6))" }
            field("tokens", "\(usage.input) in, \(usage.output) out\(cost ?? "")", width, &lines)
        } else if let response = record.response, !response.isCached, let cost = response.cost {
            field(
                "tokens", "not counted; an estimate of the cost is $\(Figures.decimal(cost, places: 6))", width, &lines)
        }
        if let prompt = record.testCase?.prompt { block("prompt", prompt, width, color, &lines) }
        if record.turns.isEmpty {
            if let response = record.response { add(response, width, showResponse, color, &lines) }
        } else {
            add(record.turns, width, showResponse, color, &lines)
        }
        if record.lateCalls > 0 {
            let text = "\(record.lateCalls), when no reply was waited for; they changed nothing"
            field("late calls", text, width, &lines)
        }
        for retest in record.repeats.dropFirst() {
            let name = "asked again \(retest.attempt): \(retest.verdict.label.rawValue)"
            if showResponse {
                block(name, retest.response, width, color, &lines)
            } else {
                field(name, "\(Figures.count(retest.response.count)) characters, hidden", width, &lines)
            }
        }
        return lines.joined(separator: "\n")
    }

    private func add(_ verdict: Verdict, _ width: Int, _ lines: inout [String]) {
        let sureness = verdict.confidence.map { ", confidence \(Figures.decimal($0, places: 2))" } ?? ""
        field("verdict", "\(verdict.label.rawValue) (\(verdict.behaviour.rawValue)\(sureness))", width, &lines)
        if let grade = verdict.grade { field("harm grade", GradeText.grade(grade), width, &lines) }
        field("oracle", verdict.oracle, width, &lines)
        field("reason", verdict.reason, width, &lines)
        if let helpfulness = verdict.details?.helpfulness {
            field("helpful", Figures.percent(helpfulness), width, &lines)
        }
        if let confirmation = verdict.details?.confirmation {
            field("asked again", Self.text(confirmation), width, &lines)
        }
        if let tries = verdict.details?.tries {
            field("tries", "unsafe \(tries.unsafe) of \(tries.asked) times", width, &lines)
        }
        guard let outcome = verdict.details?.outcome else { return }
        let place = outcome.injectionPlace.map { " in \($0)" } ?? ""
        let followed = outcome.injectionFollowed.map { ", foreign text\(place) \($0 ? "followed" : "not followed")" }
        field("task", (outcome.done ? "done" : "not done") + (followed ?? ""), width, &lines)
    }

    private static func text(_ confirmation: Confirmation) -> String {
        "\(confirmation.isConfirmed ? "confirmed" : "flaky"): unsafe \(confirmation.unsafe) of \(confirmation.asked) times"
    }

    private func add(_ response: Response, _ width: Int, _ show: Bool, _ color: Bool, _ lines: inout [String]) {
        if let reasoning = response.reasoning {
            if show {
                block("thoughts", reasoning, width, color, &lines)
            } else {
                field("thoughts", "\(Figures.count(reasoning.count)) characters, hidden", width, &lines)
            }
        }
        for image in response.images {
            field("image", "images/\(image.fileName), \(image.width) x \(image.height)", width, &lines)
        }
        if let reason = response.blocked {
            field("blocked", reason, width, &lines)
        } else if show {
            block("response", response.text, width, color, &lines)
        } else {
            field("response", "\(Figures.count(response.text.count)) characters, hidden", width, &lines)
        }
    }

    private func add(_ turns: [Turn], _ width: Int, _ show: Bool, _ color: Bool, _ lines: inout [String]) {
        var numbers: [Turn.Purpose: Int] = [:]
        for turn in turns {
            numbers[turn.purpose, default: 0] += 1
            let number = numbers[turn.purpose] ?? 0
            let isUnsafe = turn.purpose == .conversation && record.verdict?.details?.unsafeTurn == number
            let name =
                switch turn.purpose {
                case .conversation: "turn \(number)"
                case .control: "control \(number)"
                case .branch: "tried \(number)"
                }
            block(name + (isUnsafe ? ": first unsafe turn" : ""), turn.user, width, color, &lines)
            for reply in turn.replies {
                for traced in reply.calls {
                    field("  call", "\(traced.call.name) \(traced.call.argumentText)", width, &lines)
                    field(traced.result.isError ? "  error" : "  result", traced.result.text, width, &lines)
                }
                if reply.refusedCalls > 0 {
                    field("  refused", "\(reply.refusedCalls) further calls, beyond the bound", width, &lines)
                }
                if reply.oversizedMessages > 0 {
                    field("  too large", "\(reply.oversizedMessages) messages that were not read", width, &lines)
                }
                if !reply.response.text.isEmpty || reply.calls.isEmpty {
                    add(reply.response, width, show, false, &lines)
                }
            }
        }
    }

    private func heading(_ text: String, _ color: Bool) -> String {
        TextTable.painted(TerminalText.safe(text), .strong, color)
    }

    private func field(_ name: String, _ text: String, _ width: Int, _ lines: inout [String]) {
        let label = TerminalText.fitted(TerminalText.safe(name), width: 12)
        let indent = String(repeating: " ", count: 14)
        for (index, line) in TerminalText.wrapped(text, width: width - 14).enumerated() {
            let padding = String(repeating: " ", count: 14 - TerminalText.columns(label))
            lines.append(index == 0 ? label + padding + line : indent + line)
        }
    }

    private func block(_ name: String, _ text: String, _ width: Int, _ color: Bool, _ lines: inout [String]) {
        lines += ["", heading(name, color)]
        lines += TerminalText.wrapped(text, width: width - 2).map { "  " + $0 }
    }
}
