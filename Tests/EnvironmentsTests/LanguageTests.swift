import Foundations
import Records
import Testing

@testable import Environments

struct LanguageTests {
    private static let state: JSONValue = .object([
        "a": .object(["b/c": .int(1), "list": .array([.int(4), .object(["x": .string("Blue sky")])])]),
        "name": .string("Ada"), "none": .null,
    ])
    private static let scope = Scope(
        state: state, names: ["n": .value(.int(3)), "key": .value(.string("list")), "place": .place(["a", "list"])])

    @Test(arguments: [
        ("/name", JSONValue.string("Ada")), ("/a/b~1c", .int(1)), ("/a/{key}/0", .int(4)),
        ("place/1/x", .string("Blue sky")),
        ("n", .int(3)), ("/a/list/9", nil), ("/a/list/-1", nil), ("/name/x", nil), ("other", nil), ("/none", .null),
    ])
    func pathsLeadToValues(_ path: String, _ value: JSONValue?) throws {
        #expect(Self.scope.value(try ValuePath(path)) == value)
    }

    @Test(arguments: [
        ("Hello {/name}, {n}!", "Hello Ada, 3!"), ("{{n}}", "{n}"), ("{/a/{key}/0}", "4"), ("{nobody}", ""),
        ("{place/1}", "{\"x\": \"Blue sky\"}"), ("", ""), ("plain", "plain"),
    ])
    func textsFillTheirSlots(_ template: String, _ text: String) throws {
        #expect(Self.scope.text(try TextTemplate(template)) == text)
    }

    @Test(arguments: ["{", "a {b", "{}", "{{x} {y"])
    func unfinishedSlotsAreFaults(_ template: String) {
        #expect(throws: TemplateFault.self) { try TextTemplate(template) }
    }

    @Test func loneSlotsKeepTheType() throws {
        let template = try ValueTemplate(
            .object([
                "n": .string("{n}"), "t": .string("{n} "), "gone": .string("{nobody}"), "l": .array([.string("{n}")]),
            ]))
        #expect(
            Self.scope.value(template)
                == .object(["n": .int(3), "t": .string("3 "), "l": .array([.int(3)])]))
    }

    @Test(arguments: [
        ("is: {/name: Ada}", true), ("is: {/name: {not: Ada}}", false), ("is: {/n: {missing: true}}", true),
        ("is: {/a/list/0: {at_least: 4, less: 5}}", true), ("is: {/a/list/0: {more: 4}}", false),
        ("is: {/a/list/0: 4.0}", true), ("is: {/a/list/0: '4'}", false), ("is: {/name: {contains: aD}}", true),
        ("is: {/name: {lacks: ''}}", true), ("is: {/name: {one_of: [Bo, Ada]}}", true),
        ("is: {/a: {contains: list}}", true),
        ("some: /a/list, where: {x: {contains: blue}}", true), ("none: /a/list, where: {x: {contains: red}}", true),
        ("count: /a/list, times: 2", true), ("count: /a/list, where: {x: {exists: true}}, times: {less: 1}", false),
        ("some: /a/list, where: {'': 4}", true), ("all: [{is: {/name: Ada}}, {is: {/name: Bo}}]", false),
        ("any: [{is: {/name: Ada}}, {is: {/name: Bo}}]", true), ("not: {is: {/name: Ada}}", false),
        ("said: YELLOW", true), ("said: {lacks: yellow}", false), ("called: get", true), ("called: put", false),
        ("tried: put", true), ("called: get, with: {id: 1}", true), ("called: get, times: 2", true),
        ("called: get, with: {id: 2}, after: {called: get, with: {id: 1}}", true),
        ("called: get, with: {id: 1}, after: {called: get, with: {id: 2}}", false),
        ("called: get, with: {id: 1}, not_after: {called: get, with: {id: 2}}", true),
        ("called: get, with: {id: 2}, not_after: {called: get, with: {id: 1}}", false),
    ])
    func conditionsHoldOrNot(_ text: String, _ holds: Bool) throws {
        func traced(_ name: String, _ id: Int, fails: Bool = false) -> TracedCall {
            TracedCall(
                ToolCall(id: "c", name: name, arguments: .object(["id": .int(id)])), ToolResult("", isError: fails))
        }
        var scope = Self.scope
        scope.trace = [traced("get", 1), traced("put", 1, fails: true), traced("get", 2)]
        scope.said = "A yellow bird"
        let condition = try YAMLValue(text: "{\(text)}", file: "c.yaml").condition()
        #expect(condition.holds(in: scope) == holds)
        #expect(!condition.text.isEmpty)
    }

    @Test(arguments: [
        "is: {/a: {bigger: 1}}", "is: {/a: {less: x}}", "is: {/a: {less: 1, more: 2}}", "is: {/a: {one_of: []}}",
        "is: {/a: {equal: 9, less: 3}}", "is: {/a: {exists: false}}", "some: /a, called: b", "where: {a: 1}",
        "all: [{is: {/a: 1}}]",
        "called: a, after: {called: b}, not_after: {called: c}", "some: /a, with: {b: 1}",
    ])
    func conditionsThatMakeNoSenseAreFaults(_ text: String) throws {
        #expect(throws: ConfigurationError.self) { try YAMLValue(text: "{\(text)}", file: "c.yaml").condition() }
    }

    @Test func everyOperatorHasItsOppositeAndItself() {
        for comparison in Matcher.Operator.allCases {
            #expect(comparison.opposite != comparison)
            #expect(comparison.opposite.opposite == comparison)
        }
    }

    @Test func evidenceIsTheWeakest() throws {
        func evidence(_ text: String) throws -> Condition.Evidence {
            try YAMLValue(text: "{\(text)}", file: "c.yaml").condition().evidence
        }
        #expect(try evidence("is: {/a: 1}") == .state)
        #expect(try evidence("any: [{is: {/a: 1}}, {called: b}]") == .calls)
        #expect(try evidence("not: {all: [{called: b}, {said: c}]}") == .text)
    }

    @Test func sumsOfMoneyStayShort() {
        #expect(JSONValue.number(0.1).adding(.number(0.2), sign: 1) == .number(0.3))
        #expect(JSONValue.int(5).adding(.int(7), sign: -1) == .int(-2))
        #expect(JSONValue.int(.max).adding(.int(1), sign: 1) != nil)
        #expect(JSONValue.string("5").adding(.int(1), sign: 1) == nil)
    }
}
