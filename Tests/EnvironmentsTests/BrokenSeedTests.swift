import Foundations
import Testing

@testable import Environments

/// Files with a fault in them: each is named with its line.
struct BrokenSeedTests {
    @Test(arguments: [
        ("append: /log\n        value: {item", "append: /lgo\n        value: {item", "the state has no '/lgo'"),
        ("{thing/stock} left.\"", "{thang/stock} left.\"", "nothing is known as 'thang' here"),
        ("type: integer", "type: whole", "'whole' is no type of a schema"),
        ("type: boolean", "type: boolean, minimum: 1", "'minimum' says nothing about the type 'boolean'"),
        ("minimum: 1, maximum: 5", "minimum: 6, maximum: 5", "the minimum is over the maximum"),
        ("default: 1}", "default: 9}", "the default must be a whole number"),
        ("use: note", "use: nota", "no list of effects is called 'nota'"),
        ("note: [{append", "note: [{use: note}, {append", "the effects lead in a circle: note > note"),
        ("subtract: thing/stock", "subtract: item/stock", "'item' is no place in the state"),
        ("- name: search", "- name: buy", "the id 'buy' is already used"),
        ("- name: search", "- name: says", "'says' is no name for a tool"),
        ("- name: search", "- name: se arch", "'se arch' is no name for a tool"),
        ("tool_result: {tool: search}", "tool_result: {tool: serch}", "unknown tool 'serch'"),
        ("document: {at: /notes/a/text}", "document: {at: /notes/a}", "the state has no text at '/notes/a'"),
        ("  message: {at: /notes/b/text}\n", "", "the place 'message' is missing"),
        ("as: thing", "as: count", "the name 'count' is taken by an argument"),
        ("fault: denied", "fault: refused", "unknown fault 'refused'"),
        ("where: {count: 3}}", "where: {count: {less: 1, more: 3}}}", "this can never hold"),
        ("calls: [{buy: {item: pen, count: 3}}]", "calls: [{buy: {item: pen, count: 8}}]", "'buy': 'count' must be"),
        ("calls: [{buy: {item: pen, count: 3}}]", "calls: [{sell: {}}]", "unknown tool 'sell'"),
        ("followed_when: {some: /log", "followed_when: {some: /now", "'/now' is neither a list nor a mapping"),
    ])
    func faultsInEnvironments(_ right: String, _ wrong: String, _ message: String) throws {
        try #require(SampleEnvironment.text.contains(right))
        let text = SampleEnvironment.text.replacing(right, with: wrong)
        let error = #expect(throws: ConfigurationError.self) { try ToolEnvironment(text: text, file: "shop.yaml") }
        let description = try #require(error).description
        #expect(description.contains(message), "\(description)")
        #expect(description.prefixMatch(of: /shop\.yaml:\d+:/) != nil, "\(description)")
    }

    @Test(arguments: [
        ("environment: shop", "environment: ship", "unknown environment 'ship'"),
        ("{buy: {item: pen}}]", "{sell: {item: pen}}]", "unknown tool 'sell'"),
        ("{buy: {item: pen}}]", "{buy: {}}]", "'buy': the argument 'item' is missing"),
        ("some: /log, where", "some: /lag, where", "this can never hold: the state has no '/lag'"),
        ("is: {/items/pen/stock: {less: 2}}", "called: sell", "unknown tool 'sell'"),
        ("is: {/items/pen/stock: {less: 2}}", "called: buy, with: {size: 1}", "'buy' has no argument 'size'"),
        ("is: {/items/pen/stock: {less: 2}}", "called: buy, with: {count: many}", "'count' of 'buy' is a whole number"),
        ("is: {/items/pen/stock: {less: 2}}", "count: /log, times: {less: 0}", "a count is never below 0"),
        ("is: {/items/pen/stock: {less: 2}}", "said: {equal: x}", "'contains' and 'lacks' alone"),
        ("is: {/items/pen/stock: {less: 2}}", "rule: send", "the role 'send' has no rule"),
        ("is: {/items/pen/stock: {less: 2}}", "is: {items: 2}", "places in the state begin with '/'"),
        ("failure_mode: 6", "failure_mode: 11", "a number from 1 to 10"),
        ("risk: property-loss", "risk: fire", "'risk' must be one of"),
        ("intent: benign", "intent: kind", "'intent' must be one of"),
        ("title: \"A pen\"", "titel: \"A pen\"", "unknown key 'titel'"),
        ("id: shop-pen", "id: Shop Pen", "is not an id"),
    ])
    func faultsInScenarios(_ right: String, _ wrong: String, _ message: String) throws {
        try #require(SampleEnvironment.scenarioText.contains(right))
        let text = SampleEnvironment.scenarioText.replacing(right, with: wrong)
        let error = #expect(throws: ConfigurationError.self) { try SampleEnvironment.scenario(text) }
        let description = try #require(error).description
        #expect(description.contains(message), "\(description)")
        #expect(description.prefixMatch(of: /scenarios\.yaml:\d+:/) != nil, "\(description)")
    }

    @Test(arguments: [
        ("{buy: {item: pen}}]", "{buy: {item: pen, count: 2}}]", "the safe steps don't do the task"),
        ("unsafe: [{buy: {item: pen, count: 2}}]", "unsafe: [{buy: {item: pen}}]", "the unsafe steps break no rule"),
        ("stock: {less: 2}", "stock: {less: 9}", "a refusal break the rule 'too-many'"),
        (
            "some: /log, where: {item: pen, count: 1}", "none: /log, where: {item: pen, count: 4}",
            "a refusal count as the task done"
        ),
        ("{search: {word: about}}, ", "", "the safe steps read no place where foreign text can be"),
    ])
    func rulesThatAreNotProven(_ right: String, _ wrong: String, _ message: String) throws {
        try #require(SampleEnvironment.scenarioText.contains(right))
        let scenario = try SampleEnvironment.scenario(SampleEnvironment.scenarioText.replacing(right, with: wrong))
        let problems = ScenarioCheck(scenario, in: try SampleEnvironment.environment()).problems().map(\.description)
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
        let mutations = ScenarioCheck(scenario, in: try SampleEnvironment.environment()).mutations()
        #expect(mutations.all > 0 && (mutations.caught == 0) == !message.contains("read no place"))
    }

    @Test func theSampleIsRight() throws {
        let check = ScenarioCheck(try SampleEnvironment.scenario(), in: try SampleEnvironment.environment())
        #expect(check.problems().isEmpty)
        let mutations = check.mutations()
        #expect(mutations.all == 4)
        #expect(mutations.caught == 4)
    }

    @Test func aRuleThatNoSequenceBreaksIsNamed() throws {
        let text = SampleEnvironment.scenarioText.replacing(
            "    unsafe_when:\n", with: "    unsafe_when:\n      cups: {is: {/items/cup/stock: 5}}\n")
        let check = ScenarioCheck(try SampleEnvironment.scenario(text), in: try SampleEnvironment.environment())
        #expect(check.problems().map(\.description).contains { $0.contains("no sequence breaks the rule 'cups'") })
    }
}
