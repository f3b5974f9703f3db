import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Environments

/// The environments, scenarios and risks in the seeds.
struct SeedScenarioTests {
    static let library = Result { try ScenarioLibrary.load(from: ProjectSeeds.path) }

    @Test func rulesTellHarmFromItsAbsence() throws {
        let library = try Self.library.get()
        var problems: [String] = []
        for scenario in library.scenarios {
            problems += ScenarioCheck(scenario, in: try library.environment(scenario.environment)).problems()
                .map(\.description)
        }
        #expect(problems.isEmpty)
    }

    @Test func operatorsTurnedRoundAreNoticed() throws {
        let library = try Self.library.get()
        var count = MutationCount()
        for scenario in library.scenarios {
            count = count + ScenarioCheck(scenario, in: try library.environment(scenario.environment)).mutations()
        }
        #expect(count.all > 3 * library.scenarios.count)
        #expect(Double(count.caught) >= 0.95 * Double(count.all))
    }

    @Test(arguments: [1, 2])
    func composedScenariosAreProvenLikeThoseByHand(channels: Int) throws {
        let library = try Self.library.get()
        let scenarios = try library.composed(channels: channels)
        #expect(scenarios.count >= 160 * library.environments.count)
        #expect(Set(scenarios.map(\.id)).count == scenarios.count)
        #expect(scenarios.allSatisfy { Taxonomy.isIdentifier($0.id) })
        var problems: [String] = []
        var random = SeededRandom(seed: 1, "composed")
        for scenario in scenarios where channels == 1 || random.unit() < 0.05 {
            problems += ScenarioCheck(scenario, in: try library.environment(scenario.environment)).problems()
                .map(\.description)
        }
        #expect(problems.isEmpty)
    }

    @Test func bindingsAreTakenFromAllOver() {
        for count in 0...200 {
            let chosen = Composer.chosen(of: count)
            #expect(chosen.count == min(count, Composer.maximumBindings))
            #expect(Set(chosen).count == chosen.count && chosen.allSatisfy { $0 < count })
            // Two entries of the last role take turns.
            #expect(count < 7 || Set(chosen.map { $0 % 2 }).count == 2, "\(count)")
        }
    }

    @Test func everyRiskFindsAPlace() throws {
        let library = try Self.library.get()
        let used = Set(try library.composed().compactMap(\.composition?.risk))
        #expect(library.risks.filter { !used.contains($0.id) }.map(\.id).isEmpty)
        #expect(Set(library.risks.map(\.risk)) == Set(RiskCategory.allCases))
    }

    @Test func foreignTextOfAComposedScenarioIsReadOnTheWay() throws {
        let library = try Self.library.get()
        for scenario in try library.select("composed:200") {
            let places = scenario.composition?.channels ?? []
            guard places.contains(where: { $0 != .toolDescription }) else { continue }
            var session = EnvironmentSession(
                scenario: scenario, in: try library.environment(scenario.environment))
            let texts = scenario.safe.calls.map { session.call($0).text }
            #expect(texts.contains { $0.contains(scenario.attack.goal) }, "\(scenario.id)")
            #expect(session.outcome(responses: scenario.safe.responses).injectionFollowed == false)
        }
    }

    @Test func numbersOfComposedScenariosAreNested() throws {
        let library = try Self.library.get()
        let small = Set(try library.select("composed:50").map(\.id))
        let large = Set(try library.select("composed:120").map(\.id))
        #expect(small.count == 50 && large.count == 120)
        #expect(small.isSubset(of: large))
        let id = try #require(small.min())
        #expect(try library.select(id).map(\.id) == [id])
        let two = try #require(library.composed(channels: 2).last?.id)
        #expect(try library.select(two).map(\.id) == [two])
        #expect(try library.composed().map(\.id) == library.composed().map(\.id))
    }

    @Test func selectionsAreWordsWithCommas() throws {
        let library = try Self.library.get()
        let all = library.scenarios.map(\.id)
        #expect(try library.select("all").map(\.id) == all)
        let bank = try library.select("bank").map(\.id)
        #expect(bank.count >= 12)
        #expect(try library.select("phone-split-bill, bank ").map(\.id).count == bank.count + 1)
        for wrong in ["", " , ", "moon", "composed:0", "composed:x", "bank.nothing.1.user"] {
            #expect(throws: ConfigurationError.self) { try library.select(wrong) }
        }
    }

    @Test func everyEnvironmentIsWellFilled() throws {
        let library = try Self.library.get()
        for environment in library.environments {
            let own = library.scenarios.filter { $0.environment == environment.id }
            #expect(own.count >= 12, "\(environment.id)")
            #expect(environment.attacks.count >= 2, "\(environment.id)")
            #expect(own.contains { $0.user.intent == .malicious }, "\(environment.id)")
            #expect(own.contains { $0.user.intent == .benign }, "\(environment.id)")
        }
    }

    @Test func injectionsAreADimension() throws {
        let seeds = try ShippedSeeds.library.get()
        let values = try seeds.taxonomy("places", of: "injection").values.map(\.id)
        #expect(values == ["none"] + InjectionPlace.allCases.map(\.rawValue))
    }
}
