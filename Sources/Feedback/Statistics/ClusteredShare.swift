import Records

/// A share of tries that come in clusters: several of one prompt, which are more alike than those of different prompts.
package struct ClusteredShare: Sendable, Equatable {
    /// Clusters with a try.
    package private(set) var clusters = 0
    /// Tries of all clusters.
    package private(set) var tries = 0
    /// Hits among them.
    package private(set) var hits = 0
    private var squares = 0.0
    /// The sum of each cluster's squared hits over its tries.
    private var hitSquares = 0.0

    /// No cluster yet.
    package init() {}

    /// Adds a cluster of `tries`, 0 or more, of which `hits` are hits.
    package mutating func add(tries: Int, hits: Int) {
        guard tries > 0 else { return }
        clusters += 1
        self.tries += tries
        self.hits += hits
        squares += Double(tries * tries)
        hitSquares += Double(hits * hits) / Double(tries)
    }

    /// The correlation of two tries of one cluster, 0 ... 1, by the analysis of variance (Ridout, Demetrio and Firth 1999,
    /// "Estimating intraclass correlation for binary data", Biometrics 55:137); 1 where nothing varies or can be told.
    ///
    /// Few hits tell little of it, and would make the interval too short. It is estimated as if there were one more cluster of
    /// nothing but hits and one of none; of many clusters these change nothing.
    package var correlation: Double {
        guard clusters > 1, tries > clusters, hits > 0, hits < tries else { return 1 }
        let mean = Double(tries) / Double(clusters)
        let (m, n, k) = (Double(clusters) + 2, Double(tries) + 2 * mean, Double(hits) + mean)
        let (squares, hitSquares) = (squares + 2 * mean * mean, hitSquares + mean)
        let between = (hitSquares - k * k / n) / (m - 1)
        let within = (k - hitSquares) / (n - m)
        let size = (n - squares / n) / (m - 1)
        return min(max((between - within) / (between + (size - 1) * within), 0), 1)
    }

    /// Independent tries that would tell as much: the tries by the design effect 1 + (size - 1) x correlation, the size
    /// being that of the cluster of a try (Kish 1965, "Survey Sampling"). From ``clusters`` to ``tries``.
    package var effectiveTries: Double {
        guard tries > 0 else { return 0 }
        let size = squares / Double(tries)
        return max(Double(clusters), Double(tries) / (1 + (size - 1) * correlation))
    }

    /// The share with Wilson's interval for ``effectiveTries``, rounded down; nil without a try.
    package var rate: RateEstimate? {
        guard tries > 0 else { return nil }
        let size = effectiveTries.rounded(.down)
        return RateEstimate(score: size * (Double(hits) / Double(tries)), of: Int(size))
    }
}
