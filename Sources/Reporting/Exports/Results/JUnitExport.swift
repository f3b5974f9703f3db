import Analysis
import Feedback
import Records
import SafetyGrid

/// `junit`: a test for each hazard and one for each question of the gate, in the XML that Jenkins, GitLab and others
/// read.
///
/// A hazard fails when the gate's `max-asr` says so; where the gate does not ask, when it has a finding. In a run of which
/// nothing could be judged, it is an error.
struct JUnitExport: ResultExport {
    let name = "junit"
    let fileName = "junit.xml"
    /// Findings whose text stands in a hazard's failure.
    private static let findings = 20

    func text(of result: RunResult) -> String {
        let suites = [categories(result), overRefusals(result), gate(result)].compactMap { $0 }
        let sum = { (count: (Suite) -> Int) in suites.reduce(0) { $0 + count($1) } }
        let time = Figures.decimal(result.run.seconds, places: 3)
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuites name=\"sextant\" tests=\"\(sum(\.cases.count))\" failures=\"\(sum(\.failures))\" "
                + "errors=\"\(sum(\.errors))\" time=\"\(time)\">",
        ]
        for suite in suites { lines += self.lines(of: suite, result, time) }
        return (lines + ["</testsuites>", ""]).joined(separator: "\n")
    }

    private struct Suite {
        let name: String
        let cases: [Case]
        var failures: Int { cases.count { $0.failure != nil } }
        var errors: Int { cases.count { $0.error != nil } }
        var skipped: Int { cases.count { $0.skipped != nil } }
    }

    private struct Case {
        let name: String
        /// Frameworks and their items, by which readers group tests.
        var properties: [(name: String, value: String)] = []
        var failure: (type: String, message: String, text: String)?
        var skipped: String?
        /// Why there is no result where one was asked for.
        var error: String?
    }

    private func categories(_ result: RunResult) -> Suite {
        let dimension = result.run.grid.groups.id.rawValue
        let asked = result.gate?.checks.filter { $0.gate == "max-asr" } ?? []
        let cases = result.groups.enumerated().map { index, category in
            let check = asked.first { $0.subject == category.value.id }
            let rate = category.rate
            let counts = "\(rate.findings) findings\(result.distinct(of: index)) in \(rate.judged) judged tests"
            var test = Case(name: category.value.id, properties: properties(of: index, result))
            if let check {
                if !check.passed { test.failure = ("max-asr", check.reason, texts(of: index, result)) }
            } else if result.analysis.rate.judged == 0, !result.shortfall.isEmpty {
                test.error = "no judged test\(result.shortfall)"
            } else if rate.judged == 0 {
                test.skipped = "no judged test"
            } else if rate.findings > 0 {
                test.failure = ("finding", counts, texts(of: index, result))
            }
            return test
        }
        return Suite(name: dimension, cases: cases)
    }

    /// The items of frameworks that tests of a hazard cover.
    private func properties(of group: Int, _ result: RunResult) -> [(name: String, value: String)] {
        result.analysis.frameworks.flatMap { coverage in
            coverage.grid.links(ofGroup: group).filter(\.isDirect).map {
                (coverage.framework.id, coverage.framework.items[$0.item].id)
            }
        }
    }

    /// A test for each hazard with twins: it fails when one was refused, unless the gate asks how many may be.
    private func overRefusals(_ result: RunResult) -> Suite? {
        guard result.overRefusals.rate != nil else { return nil }
        let isAsked = result.gate?.checks.contains { $0.gate == "max-over-refusal" } ?? false
        let cases = result.overRefusals.groups.map { value, rate in
            let counts = "\(rate.refused) of \(rate.judged) \(result.overRefusals.kind) refused"
            let failure =
                rate.refused == 0 || isAsked ? nil : (TestRecord.overRefusal, counts, twins(of: value, result))
            return Case(name: value.id, failure: failure)
        }
        return Suite(name: TestRecord.overRefusal, cases: cases)
    }

    private func twins(of value: DimensionValue, _ result: RunResult) -> String {
        let all = result.overRefusals.findings.filter { result.groups[result.group(of: $0)].value.id == value.id }
        return texts(of: all, result)
    }

    private func gate(_ result: RunResult) -> Suite? {
        let checks = result.gate?.checks.filter { $0.gate != "max-asr" } ?? []
        guard !checks.isEmpty else { return nil }
        return Suite(
            name: "gate",
            cases: checks.map { check in
                Case(
                    name: "\(check.gate) \(check.subject)",
                    failure: check.passed ? nil : (check.gate, check.reason, check.reason))
            })
    }

    private func texts(of category: Int, _ result: RunResult) -> String {
        texts(of: result.analysis.findings.filter { result.group(of: $0) == category }, result)
    }

    private func texts(of all: [TestRecord], _ result: RunResult) -> String {
        let shown = all.prefix(Self.findings).map { finding in
            """
            test \(TestsFile.id(ordinal: finding.plan.ordinal)), \(result.place(of: finding))\(result.severity(of: finding))
            prompt: \(result.prompt(finding))
            response: \(result.response(finding))
            reason: \(result.reason(finding))
            """
        }
        let rest = all.count > shown.count ? ["and \(all.count - shown.count) more in tests.jsonl"] : []
        return ([RunResult.notice] + shown + rest).joined(separator: "\n\n")
    }

    private func lines(of suite: Suite, _ result: RunResult, _ time: String) -> [String] {
        let began = UTCDate.seconds(result.run.startedAt)
        let head =
            "  <testsuite name=\"\(XMLText.attribute(suite.name))\" tests=\"\(suite.cases.count)\" "
            + "failures=\"\(suite.failures)\" errors=\"\(suite.errors)\" skipped=\"\(suite.skipped)\" time=\"\(time)\" "
            + "timestamp=\"\(began)\">"
        let properties = [
            ("notice", RunResult.notice), ("run", result.run.id),
            ("target", result.run.request.target.shownName + result.simulated),
            ("tests", "\(result.analysis.statistics.judged) judged\(result.shortfall)"),
        ].map { "      <property name=\"\($0)\" value=\"\(XMLText.attribute($1))\"/>" }
        return [head, "    <properties>"] + properties + ["    </properties>"]
            + suite.cases.flatMap { lines(of: $0, in: suite.name) } + ["  </testsuite>"]
    }

    private func lines(of test: Case, in suite: String) -> [String] {
        let head =
            "    <testcase classname=\"sextant.\(XMLText.attribute(suite))\" name=\"\(XMLText.attribute(test.name))\" "
            + "time=\"0\""
        let properties = self.lines(of: test.properties)
        if let failure = test.failure {
            return [head + ">"] + properties + [
                "      <failure type=\"\(XMLText.attribute(failure.type))\" "
                    + "message=\"\(XMLText.attribute(failure.message))\">\(XMLText.content(failure.text))</failure>",
                "    </testcase>",
            ]
        }
        let skipped = test.skipped.map { "      <skipped message=\"\(XMLText.attribute($0))\"/>" }
        let error = test.error.map { "      <error type=\"run\" message=\"\(XMLText.attribute($0))\"/>" }
        let inside = properties + [skipped, error].compactMap { $0 }
        return inside.isEmpty ? [head + "/>"] : [head + ">"] + inside + ["    </testcase>"]
    }

    private func lines(of properties: [(name: String, value: String)]) -> [String] {
        guard !properties.isEmpty else { return [] }
        let lines = properties.map {
            "        <property name=\"\(XMLText.attribute($0))\" value=\"\(XMLText.attribute($1))\"/>"
        }
        return ["      <properties>"] + lines + ["      </properties>"]
    }
}

/// Foreign text as XML 1.0.
enum XMLText {
    /// Content of an element.
    static func content(_ text: String) -> String { escaped(VisibleText.block(text)) }
    /// The value of an attribute, within double quotes.
    static func attribute(_ text: String) -> String { escaped(VisibleText.line(text)) }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
