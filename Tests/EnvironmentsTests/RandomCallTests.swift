import Foundations
import Records
import Testing

@testable import Environments

/// Calls at random, right and wrong, in every environment of the seeds.
struct RandomCallTests {
    @Test(arguments: 0..<4 as Range<UInt64>)
    func anyCallsGiveTheSameResultsAgain(seed: UInt64) throws {
        let library = try SeedScenarioTests.library.get()
        for environment in library.environments {
            guard let scenario = library.scenarios.first(where: { $0.environment == environment.id }) else { continue }
            var random = SeededRandom(seed: seed, environment.id)
            let injection = library.injection([.message, .toolResult], variant: seed)
            var session = EnvironmentSession(scenario: scenario, in: environment, injection: injection)
            let words = Self.words(session.state)
            for _ in 0..<120 { _ = session.call(Self.call(environment, words, &random)) }
            #expect(session.trace.contains { !$0.result.isError }, "\(environment.id): no call succeeds")
            #expect(session.trace.allSatisfy { !$0.result.text.isEmpty }, "\(environment.id): a result is empty")
            var again = EnvironmentSession(scenario: scenario, in: environment, injection: injection)
            for traced in session.trace { #expect(again.call(traced.call) == traced.result) }
            #expect(again.state == session.state)
        }
    }

    /// A call whose arguments fit most of the time.
    private static func call(
        _ environment: ToolEnvironment, _ words: [String], _ random: inout SeededRandom
    ) -> ToolCall {
        guard let tool = environment.tools.randomElement(using: &random) else {
            return ToolCall(id: "x", name: "", arguments: .object([:]))
        }
        var arguments: [String: JSONValue] = [:]
        for argument in tool.schema.arguments where argument.isRequired || random.unit() < 0.5 {
            arguments[argument.name] = random.unit() < 0.05 ? .null : value(argument.kind, words, &random)
        }
        return ToolCall(id: "x", name: tool.name, arguments: .object(arguments))
    }

    private static func value(
        _ kind: ArgumentSchema.Kind, _ words: [String], _ random: inout SeededRandom
    ) -> JSONValue {
        switch kind {
        case .string(let allowed, _): .string((allowed ?? words).randomElement(using: &random) ?? "")
        case .integer(let range): .int(Int(max(-5, min(5, range.lowerBound))) + Int(random.next() % 9))
        case .number: .number((random.unit() * 400).rounded() / 4)
        case .boolean: .bool(random.unit() < 0.5)
        case .list(let inner): .array((0..<3).map { _ in value(inner, words, &random) })
        case .object: .object(["a": .string("b")])
        }
    }

    /// Keys and short texts of a state: most arguments are ids in it.
    private static func words(_ value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [String(text.prefix(30))]
        case .array(let items): items.flatMap { words($0) }
        case .object(let members): members.keys.sorted().flatMap { key in [key] + (members[key].map(words) ?? []) }
        default: []
        }
    }
}
