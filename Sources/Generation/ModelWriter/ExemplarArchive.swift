import Foundations
import Records
import SafetyGrid

/// The best few findings of each cell: an archive as in MAP-Elites (Mouret and Clune 2015, arXiv:1504.04909), with the
/// grid's cells as its niches. Samvelyan et al. 2024 (Rainbow Teaming, arXiv:2402.16822) use one for prompts.
///
/// A full cell gives up the finding with the lowest score, effectiveness + novelty / 2, where novelty is one minus the
/// highest Jaccard similarity of word sets to the others of the cell. Two findings that are nearly alike share a place,
/// which the more effective one has. The archive depends on the findings and their order alone.
package struct ExemplarArchive: Sendable {
    /// Similarity from which two findings share a place.
    static let likeness = 0.8
    private static let noveltyWeight = 0.5

    private struct Elite: Sendable {
        var exemplar: Exemplar
        let words: Set<String>
    }

    private let grid: Grid
    private let capacity: Int
    private var elites: [Int: [Elite]] = [:]

    /// An empty archive.
    ///
    /// - Parameters:
    ///   - grid: whose cells the findings are in
    ///   - capacity: findings kept of a cell, 1 or more
    package init(grid: Grid, capacity: Int = 3) {
        precondition(capacity >= 1, "an archive keeps at least one finding of a cell")
        self.grid = grid
        self.capacity = capacity
    }

    /// Takes a finding in, if it is better than what its cell has.
    package mutating func insert(_ exemplar: Exemplar) {
        let elite = Elite(exemplar: exemplar, words: Self.words(of: exemplar.prompt))
        var kept = elites[exemplar.cell] ?? []
        let alike = kept.indices.max { Self.similarity(kept[$0], elite) < Self.similarity(kept[$1], elite) }
        if let alike, Self.similarity(kept[alike], elite) >= Self.likeness {
            if exemplar.effectiveness > kept[alike].exemplar.effectiveness { kept[alike] = elite }
        } else {
            kept.append(elite)
            if kept.count > capacity, let worst = Self.worst(of: kept) { kept.remove(at: worst) }
        }
        elites[exemplar.cell] = kept
    }

    /// Remembers that a prompt led to no finding, on the findings that an operator made it of.
    package mutating func failed(_ origin: [String: JSONValue]) {
        guard let name = origin[PromptParts.operatorKey]?.stringValue, case .array(let parents)? = origin["exemplars"]
        else { return }
        let keys = parents.compactMap { parent in
            if case .int(let ordinal)? = parent["test"] {
                FindingName(run: parent["run"]?.stringValue, ordinal: ordinal)
            } else {
                nil
            }
        }
        for cell in elites.keys {
            for place in elites[cell, default: []].indices {
                guard let own = elites[cell]?[place].exemplar,
                    keys.contains(FindingName(run: own.run, ordinal: own.ordinal))
                else { continue }
                elites[cell]?[place].exemplar.failures[name, default: 0] += 1
            }
        }
    }

    private struct FindingName: Equatable {
        let run: String?
        let ordinal: Int
    }

    /// Findings for a cell: its own, then those of cells that differ from it in one value, each group by effectiveness.
    ///
    /// - Parameters:
    ///   - id: the cell
    ///   - limit: most findings, 0 or more
    package func exemplars(for id: Int, limit: Int) -> [Exemplar] {
        let own = elites[id] ?? []
        let cell = grid.cell(id)
        var near: [Elite] = []
        for axis in grid.dimensions.indices where own.count < limit && !elites.isEmpty {
            for value in grid.dimensions[axis].values.indices where value != cell.indices[axis] {
                var indices = cell.indices
                indices[axis] = value
                near += elites[grid.cell(at: indices).id] ?? []
            }
        }
        return Array((Self.ranked(own) + Self.ranked(near)).prefix(limit))
    }

    private static func ranked(_ elites: [Elite]) -> [Exemplar] {
        elites.map(\.exemplar).enumerated()
            .sorted { ($1.element.effectiveness, $0.offset) < ($0.element.effectiveness, $1.offset) }
            .map(\.element)
    }

    /// The lowest score; of equal ones the newest, so that nothing is exchanged for no gain.
    private static func worst(of elites: [Elite]) -> Int? {
        let scores = elites.indices.map { index in
            let likest = elites.indices.filter { $0 != index }.map { similarity(elites[index], elites[$0]) }.max() ?? 0
            return elites[index].exemplar.effectiveness + noveltyWeight * (1 - likest)
        }
        return scores.indices.min { (scores[$0], $1) < (scores[$1], $0) }
    }

    private static func similarity(_ left: Elite, _ right: Elite) -> Double {
        let shared = left.words.intersection(right.words).count
        let all = left.words.count + right.words.count - shared
        return all == 0 ? 1 : Double(shared) / Double(all)
    }

    private static func words(of prompt: String) -> Set<String> {
        Set(prompt.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
}
