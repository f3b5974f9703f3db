import Feedback
import Foundation
import Foundations
import SafetyGrid

/// A made-up target whose failures depend on the cell and the parts of a prompt, read from a JSON file.
///
/// The logit of a failure is a base and the sum of effects, each of the values of some axes; a world that changes has another
/// base and other effects after a number of tests. Policies see axes and values only.
package struct SearchWorld: Sendable {
    /// Base and effects that hold from a test on.
    private struct Phase: Sendable {
        let after: Int
        let base: Double
        let effects: [(axes: [Int], values: [Int: Double])]
    }

    package let name: String
    /// Axes and values.
    package let space: SearchSpace
    /// The axes of a cell as a grid, for policies that know cells only.
    package let grid: Grid
    /// How the oracle errs here.
    package let errors: OracleErrors
    private let phases: [Phase]

    /// Reads a world.
    ///
    /// - Throws: ``SearchWorldError`` that says what is wrong, and where.
    package init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SearchWorldError(path: path, fault: "there is no such file, or it cannot be read")
        }
        try self.init(data, path: path)
    }

    /// Reads a world from the bytes of a file; `path` names it in errors.
    package init(_ data: Data, path: String) throws {
        func failure(_ fault: String) -> SearchWorldError { SearchWorldError(path: path, fault: fault) }
        let file: WorldFile
        do { file = try JSONDecoder().decode(WorldFile.self, from: data) } catch let error as DecodingError {
            throw failure(WorldFile.fault(error))
        }
        do {
            space = try SearchSpace(
                axes: file.axes.map { .init(name: $0.name, size: $0.size, within: $0.within) }, cell: file.cell)
        } catch { throw failure("\(error)") }
        guard
            let errors = OracleErrors(sensitivity: file.oracle.sensitivity, specificity: file.oracle.specificity)
        else { throw failure("'oracle' must have shares that add up to more than 1") }
        var phases = [Phase(after: 0, base: file.base, effects: try Self.effects(file.effects, space, failure))]
        if let other = file.switch {
            guard other.after > 0 else { throw failure("'switch.after' must be at least 1") }
            let effects = try Self.effects(other.effects, space, failure)
            phases.append(Phase(after: other.after, base: other.base, effects: effects))
        }
        name = file.name
        self.errors = errors
        self.phases = phases
        let space = space
        grid = try Grid(
            dimensions: space.cellAxes.map { axis in
                Dimension(
                    id: DimensionID(rawValue: space.axes[axis].name), taxonomy: "world",
                    values: (0..<space.axes[axis].size).map {
                        DimensionValue(id: "\(space.axes[axis].name)-\($0)", title: "", definition: "", source: "")
                    })
            })
    }

    private static func effects(
        _ listed: [WorldFile.Effect], _ space: SearchSpace, _ failure: (String) -> SearchWorldError
    ) throws -> [(axes: [Int], values: [Int: Double])] {
        try listed.map { effect in
            let axes = try effect.on.map { name in
                guard let axis = space.axes.firstIndex(where: { $0.name == name }) else {
                    throw failure("an effect is on '\(name)', which is no axis")
                }
                return axis
            }
            guard !axes.isEmpty else { throw failure("an effect is on no axis; give the 'base' instead") }
            var values: [Int: Double] = [:]
            for (key, value) in effect.values {
                let parts = key.split(separator: ",", omittingEmptySubsequences: false)
                let numbers = zip(axes, parts).compactMap { space.value(of: $0, named: $1) }
                guard parts.count == axes.count, numbers.count == axes.count else {
                    throw failure("'\(key)' is no combination of values of \(effect.on.joined(separator: ", "))")
                }
                values[number(numbers, axes, space)] = value
            }
            return (axes, values)
        }
    }

    private static func number(_ values: [Int], _ axes: [Int], _ space: SearchSpace) -> Int {
        zip(axes, values).reduce(0) { $0 * space.valueCount(of: $1.0) + $1.1 }
    }

    /// Chance that the target fails on a prompt.
    ///
    /// - Parameters:
    ///   - values: a value of each axis
    ///   - test: number of the test, from 0
    package func rate(of values: [Int], at test: Int) -> Double {
        let phase = phases.last { test >= $0.after } ?? phases[0]
        let logit = phase.effects.reduce(phase.base) { sum, effect in
            let own = effect.axes.map { values[$0] }
            return sum + (effect.values[Self.number(own, effect.axes, space)] ?? 0)
        }
        return 1 / (1 + exp(-logit))
    }
}

/// A world that cannot be read.
package struct SearchWorldError: Error, Equatable, CustomStringConvertible {
    package let path: String
    package let fault: String

    /// The file, and the fault in it.
    package var description: String { "\(path): \(fault)" }
}

/// A world as it stands in its file.
private struct WorldFile: Decodable {
    struct Axis: Decodable {
        let name: String
        let size: Int
        let within: String?
    }
    struct Oracle: Decodable {
        let sensitivity: Double
        let specificity: Double
    }
    struct Effect: Decodable {
        let on: [String]
        let values: [String: Double]
    }
    struct Change: Decodable {
        let after: Int
        let base: Double
        let effects: [Effect]
    }

    let name: String
    let axes: [Axis]
    let cell: [String]
    let base: Double
    let effects: [Effect]
    let oracle: Oracle
    let `switch`: Change?

    /// What is wrong with a file, in one sentence.
    static func fault(_ error: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty ? "the world" : "'" + path.map(\.stringValue).joined(separator: ".") + "'"
        }
        return switch error {
        case .keyNotFound(let key, let context): "\(place(context.codingPath)) has no '\(key.stringValue)'"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(place(context.codingPath)) is of another type than expected"
        case .dataCorrupted: "this is not JSON"
        @unknown default: "\(error)"
        }
    }
}
