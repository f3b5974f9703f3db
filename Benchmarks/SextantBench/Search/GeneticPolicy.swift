import Feedback
import Foundations
import Records
import SimulatedWorlds

/// Genetic search over the same axes: NSGA-II (Deb et al. 2002) as STELLAR has it (arXiv 2601.00497), with the label and the
/// novelty as objectives, tournaments of two, uniform crossover of seven in ten pairs, and each gene mutated with a chance
/// of one in their number. The population are the best of all judged tests; a generation is a round.
struct GeneticPolicy: PartPolicy {
    let name = "nsga2"
    let choosesParts = true
    private static let population = 40
    private static let crossover = 0.7
    /// Neighbours whose mean distance is the novelty.
    private static let neighbours = 5

    let space: SearchSpace
    let seed: UInt64

    private struct Individual {
        let values: [Int]
        let label: Double
        let novelty: Double
        var rank = 0
    }

    func select(_ count: Int, round: Int, given tests: [PartTest]) -> [PartSelection] {
        var random = SeededRandom(seed: seed, name, "\(round)")
        let parents = survivors(tests.filter { $0.isUnsafe != nil })
        return (0..<count).map { _ in
            guard parents.count > 1 else {
                return PartSelection(values: space.drawnPrompt(using: &random), reason: .adaptive)
            }
            let pair = (tournament(parents, &random), tournament(parents, &random))
            return PartSelection(values: child(pair.0.values, pair.1.values, &random), reason: .adaptive)
        }
    }

    private func tournament(_ parents: [Individual], _ random: inout SeededRandom) -> Individual {
        let first = parents[Int.random(in: 0..<parents.count, using: &random)]
        let second = parents[Int.random(in: 0..<parents.count, using: &random)]
        if first.rank != second.rank { return first.rank < second.rank ? first : second }
        return first.novelty >= second.novelty ? first : second
    }

    /// A child: genes are the numbers of values within the axis they lie in, so that any mixture is a prompt.
    private func child(_ first: [Int], _ second: [Int], _ random: inout SeededRandom) -> [Int] {
        let mixes = random.unit() < Self.crossover
        var values = first
        for (axis, description) in space.axes.enumerated() {
            var gene = (mixes && random.unit() < 0.5 ? second : first)[axis] % description.size
            if random.unit() < 1 / Double(space.axes.count) {
                gene = Int.random(in: 0..<description.size, using: &random)
            }
            values[axis] = space.firstValue(of: axis, beside: values) + gene
        }
        return values
    }

    private func survivors(_ tests: [PartTest]) -> [Individual] {
        let all = tests.map { test in
            Individual(
                values: test.values, label: test.isUnsafe == true ? 1 : 0, novelty: novelty(of: test.values, in: tests))
        }
        // With a label of two values a front is a novelty level of one label: the fronts are peeled off in turn.
        var groups = [0.0, 1.0].map { label in
            all.filter { $0.label == label }.sorted { $0.novelty > $1.novelty }
        }
        var chosen: [Individual] = []
        var rank = 0
        while chosen.count < Self.population, groups.contains(where: { !$0.isEmpty }) {
            let bound = groups[1].first?.novelty ?? -.infinity
            var front = groups[1].first.map { [$0] } ?? []
            if let safe = groups[0].first, safe.novelty > bound {
                front.append(safe)
                groups[0].removeFirst()
            }
            if !groups[1].isEmpty { groups[1].removeFirst() }
            for var individual in front {
                individual.rank = rank
                chosen.append(individual)
            }
            rank += 1
        }
        return Array(chosen.prefix(Self.population))
    }

    /// Mean share of axes in which a prompt differs from its nearest neighbours.
    private func novelty(of values: [Int], in tests: [PartTest]) -> Double {
        let distances = tests.map { test in zip(test.values, values).count { $0 != $1 } }.sorted()
        let nearest = distances.dropFirst().prefix(Self.neighbours)
        guard !nearest.isEmpty else { return 0 }
        return Double(nearest.reduce(0, +)) / Double(nearest.count * values.count)
    }
}
