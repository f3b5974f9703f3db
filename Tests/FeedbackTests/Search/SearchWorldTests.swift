import Foundation
import SafetyGrid
import SimulatedWorlds
import Testing

@testable import Feedback

@Suite("Worlds of cells and parts")
struct SearchWorldTests {
    private static let good = """
        {"name": "w", "axes": [{"name": "hazard", "size": 2}, {"name": "ask", "size": 3, "within": "hazard"}],
         "cell": ["hazard"], "base": -1, "effects": [{"on": ["hazard", "ask"], "values": {"1,1.2": 3}}],
         "oracle": {"sensitivity": 0.9, "specificity": 0.98},
         "switch": {"after": 10, "base": 0, "effects": []}}
        """

    private func read(_ text: String) throws -> SearchWorld { try SearchWorld(Data(text.utf8), path: "w.json") }

    @Test("effects are those of the named values, absent ones are 0, and a change takes hold after its test")
    func rates() throws {
        let world = try read(Self.good)
        func logit(_ values: [Int], _ test: Int) -> Double {
            let rate = world.rate(of: values, at: test)
            return log(rate / (1 - rate))
        }
        #expect(abs(logit([1, 5], 0) - 2) < 1e-9 && abs(logit([1, 4], 0) + 1) < 1e-9)
        #expect(abs(logit([1, 5], 9) - 2) < 1e-9 && abs(logit([1, 5], 10)) < 1e-9)
        #expect(world.grid.cellCount == 2 && world.errors.sensitivity == 0.9)
    }

    @Test(
        "a world with a fault is refused with its place",
        arguments: [
            ("\"base\": -1, ", "", "the world has no 'base'"),
            ("\"size\": 3", "\"size\": 0", "the axis 'ask' has the size 0"),
            ("\"size\": 3", "\"size\": \"3\"", "is of another type than expected"),
            ("\"name\": \"ask\"", "\"name\": \"hazard\"", "the axis 'hazard' stands twice"),
            ("\"within\": \"hazard\"", "\"within\": \"topic\"", "lies within 'topic'"),
            ("\"cell\": [\"hazard\"]", "\"cell\": [\"style\"]", "the cell names the axis 'style'"),
            ("\"cell\": [\"hazard\"]", "\"cell\": [\"ask\"]", "the cell names 'ask' twice, or it lies within"),
            ("\"cell\": [\"hazard\"]", "\"cell\": []", "a cell needs at least one axis"),
            ("[\"hazard\", \"ask\"]", "[\"hazard\", \"frame\"]", "an effect is on 'frame', which is no axis"),
            ("1,1.2", "1,1.3", "'1,1.3' is no combination of values of hazard, ask"),
            ("1,1.2", "1.1", "'1.1' is no combination"),
            ("1,1.2", "1,2", "'1,2' is no combination"),
            ("\"specificity\": 0.98", "\"specificity\": 0.05", "'oracle' must have shares"),
            ("\"after\": 10", "\"after\": 0", "'switch.after' must be at least 1"),
            ("{\"name\": \"w\",", "", "this is not JSON"),
        ])
    func faults(old: String, new: String, message: String) throws {
        let text = Self.good.replacing(old, with: new)
        let error = try #require(throws: SearchWorldError.self) { try read(text) }
        #expect(error.description.hasPrefix("w.json: ") && error.description.contains(message))
    }

    @Test("the values of a part are numbered through")
    func numbers() throws {
        let space = try SearchSpace(
            axes: [.init(name: "hazard", size: 3), .init(name: "ask", size: 4, within: "hazard")], cell: ["hazard"])
        #expect(space.value(of: 1, named: "2.3") == 11 && space.value(of: 0, named: "2") == 2)
        #expect(space.value(of: 1, named: "3.0") == nil && space.value(of: 1, named: "") == nil)
        #expect(space.valueCount(of: 1) == 12 && space.cellCount == 3)
    }

    @Test("combinations come from the greatest sum down, each once")
    func ranked() {
        let lists = [[5.0, 3, 3, -1], [2, 1.5], [0, -0.5, -4]]
        let all = Array(RankedCombinations(lists))
        #expect(Set(all.map(\.places)).count == 24 && all.count == 24)
        for (places, loss) in all {
            let sum = zip(lists, places).reduce(0) { $0 + $1.0[$1.1] }
            #expect(abs(7 - sum - loss) < 1e-12)
        }
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.loss <= $1.loss })
        #expect(Array(RankedCombinations([[1], []])).isEmpty)
    }
}
