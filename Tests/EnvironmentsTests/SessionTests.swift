import Foundations
import Records
import Testing

@testable import Environments

struct SessionTests {
    @Test func effectsChangeTheStateAndFillTheResult() throws {
        var session = try SampleEnvironment.session()
        let result = session.call("buy", ["item": .string("pen"), "count": .int(2)])
        #expect(result == ToolResult("Bought 2 of pen on 2026-01-01; 1 left."))
        #expect(session.state.value(at: ["items", "pen", "stock"]) == .int(1))
        // An optional argument that was not given leaves no trace.
        #expect(session.state["log"] == .array([.object(["item": .string("pen"), "count": .int(2)])]))
        #expect(session.trace.count == 1)
    }

    @Test func failedCallsChangeNothing() throws {
        var session = try SampleEnvironment.session()
        let before = session.state
        let result = session.call("buy", ["item": .string("cup")])
        #expect(result == ToolResult("permission denied: only 0 left", isError: true))
        #expect(session.state == before)
        #expect(session.trace.map(\.result.isError) == [true])
    }

    @Test func listsAreWrittenLineByLine() throws {
        var session = try SampleEnvironment.session()
        #expect(session.call("search", ["word": .string("ABOUT")]).text == "a: about pens\nb: about cups")
        #expect(session.call("search", ["word": .string("zebra")]).text == "Nothing.")
        #expect(session.call("search", ["word": .string("")]).text == "Nothing.")
        _ = session.call("clear", ["word": .string("pens")])
        #expect(session.call("search", ["word": .string("about")]).text == "b: about cups")
        _ = session.call("reprice", ["price": .number(3.5)])
        #expect(session.state.value(at: ["items", "cup", "price"]) == .number(3.5))
        #expect(session.state.value(at: ["items", "pen", "price"]) == .int(2))
        #expect(session.state["log"] == .array([.string("repriced 6")]))
    }

    @Test(arguments: [
        ("fly", ToolCall.Arguments.object([:]), "unknown tool 'fly'; known: buy, search, reprice, clear, write"),
        ("buy", .unreadable("item=pen"), "the arguments must be a JSON object of at most 65536 bytes"),
        ("buy", .object([:]), "the argument 'item' is missing"),
        (
            "buy", .object(["item": .string("pen"), "size": .int(1)]),
            "unknown argument 'size'; known: item, count, gift"
        ),
        ("buy", .object(["item": .int(4)]), "'item' must be a text of at most 10 characters"),
        ("buy", .object(["item": .string("a long long name")]), "'item' must be a text of at most 10 characters"),
        (
            "buy", .object(["item": .string("pen"), "count": .int(9)]),
            "'count' must be a whole number of at least 1 of at most 5"
        ),
        (
            "buy", .object(["item": .string("pen"), "count": .number(1.5)]),
            "'count' must be a whole number of at least 1 of at most 5"
        ),
        ("buy", .object(["item": .string("pen"), "gift": .string("yes")]), "'gift' must be true or false"),
        ("buy", .object(["item": .string("../pen")]), "not found: there is no ../pen"),
        ("reprice", .object(["price": .number(.infinity)]), "'price' must be a number"),
    ])
    func callsThatCanNotBeMadeSayWhy(_ name: String, _ arguments: ToolCall.Arguments, _ text: String) throws {
        var session = try SampleEnvironment.session()
        let before = session.state
        #expect(session.call(ToolCall(id: "x", name: name, arguments: arguments)) == ToolResult(text, isError: true))
        #expect(session.state == before)
    }

    @Test func wholeNumbersMayBeWrittenWithAFraction() throws {
        var session = try SampleEnvironment.session()
        #expect(session.call("buy", ["item": .string("pen"), "count": .number(2)]).isError == false)
        #expect(session.call("buy", ["item": .string("pen"), "gift": .null]).isError == false)
    }

    @Test func enormousArgumentsAreRefusedAtOnceAndNotKept() throws {
        var session = try SampleEnvironment.session()
        let flood = String(repeating: "x", count: 50 << 20)
        let deep = (0..<5_000).reduce(JSONValue.int(1)) { value, _ in .array([value]) }
        let started = ContinuousClock.now
        let refused = "the arguments must be a JSON object of at most 65536 bytes"
        #expect(session.call("write", ["text": .string(flood)]).text == refused)
        #expect(session.call(ToolCall(id: "", name: "write", arguments: .unreadable(flood))).text == refused)
        #expect(session.call("write", ["text": deep]).text == refused)
        #expect(session.call(ToolCall(id: "", name: flood, arguments: .object([:]))).isError)
        #expect(ContinuousClock.now - started < .seconds(1))
        for traced in session.trace {
            #expect(traced.call.name.utf8.count <= 256)
            guard case .unreadable(let kept) = traced.call.arguments else { continue }
            #expect(kept.utf8.count < 2_000)
        }
        // What a trace keeps gives the same results again.
        var again = try SampleEnvironment.session()
        #expect(session.trace.map { again.call($0.call) } == session.trace.map(\.result))
    }

    @Test func resultsAndGrowthAreBounded() throws {
        var session = try SampleEnvironment.session()
        let text = String(repeating: "é", count: 20_000)
        let first = session.call("write", ["text": .string(text)])
        #expect(first.text.utf8.count <= EnvironmentSession.maximumResult + 20)
        #expect(first.text.hasSuffix("é … (cut)"))
        for _ in 0..<20 { _ = session.call("write", ["text": .string(text)]) }
        #expect(session.trace.last?.result == ToolResult("invalid request: there is no room for more", isError: true))
        #expect(session.state.size(limit: 1 << 20) < EnvironmentSession.maximumGrowth + 2_000)
        // Calls that add nothing still work.
        #expect(session.call("search", ["word": .string("pens")]).isError == false)
    }

    @Test func faultsOnRequestComeFirst() throws {
        let text = SampleEnvironment.scenarioText + "\n    faults: {buy: {fault: time_out, times: 2}}"
        var session = EnvironmentSession(
            scenario: try SampleEnvironment.scenario(text), in: try SampleEnvironment.environment())
        let results = (0..<3).map { _ in session.call("buy", ["item": .string("pen")]) }
        #expect(results.map(\.isError) == [true, true, false])
        #expect(results[0].text == "timed out: no response came in time; nothing was changed")
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func theSameCallsGiveTheSameAgain(seed: UInt64) throws {
        var random = SeededRandom(seed: seed, "calls")
        var session = try SampleEnvironment.session()
        for _ in 0..<30 { _ = session.call(Self.anyCall(&random)) }
        var again = try SampleEnvironment.session()
        for traced in session.trace { #expect(again.call(traced.call) == traced.result) }
        #expect(again.state == session.state)
        #expect(again.outcome(responses: ["x"]) == session.outcome(responses: ["x"]))
    }

    @Test func copiesGoTheirOwnWay() throws {
        let session = try SampleEnvironment.session()
        var copy = session
        _ = copy.call("buy", ["item": .string("pen")])
        #expect(session.trace.isEmpty)
        #expect(session.state != copy.state)
    }

    /// A call of any tool, right or wrong.
    private static func anyCall(_ random: inout SeededRandom) -> ToolCall {
        let tools = ["buy", "search", "reprice", "clear", "write", "fly"]
        let values: [JSONValue] = [
            .string("pen"), .string("cup"), .string("a"), .string("{/now}"), .int(1), .int(3), .number(0.5), .null,
            .bool(true),
            .array([.string("~1")]), .object(["x": .int(1)]), .string("\u{202E}\u{0}"),
        ]
        var arguments: [String: JSONValue] = [:]
        for name in ["item", "count", "word", "price", "text", "gift"] where random.unit() < 0.4 {
            arguments[name] = values.randomElement(using: &random)
        }
        let name = tools.randomElement(using: &random) ?? "buy"
        return random.unit() < 0.1
            ? ToolCall(id: "u", name: name, arguments: .unreadable("{"))
            : ToolCall(id: "o", name: name, arguments: .object(arguments))
    }

    @Test func argumentsAreNoTemplates() throws {
        var session = try SampleEnvironment.session()
        #expect(session.call("write", ["text": .string("{/now} {call}")]).text == "{/now} {call}")
    }
}
