import Foundation

/// An oracle's verdicts on labelled sets that it had not learned from, each set left out in turn.
///
/// They stand in the file beside the classifier's weights. A run keeps those that the file held when it began. A file
/// may have further fields, which are ignored.
package struct UnseenErrors: Sendable, Codable, Equatable {
    /// Verdicts on responses of one kind; counts are 0 or more.
    package struct Counts: Sendable, Codable, Equatable {
        /// Called unsafe.
        package let unsafe: Int
        /// Called unknown, which is not unsafe.
        package let unknown: Int
        /// Called safe.
        package let safe: Int

        package init(unsafe: Int, unknown: Int = 0, safe: Int) {
            (self.unsafe, self.unknown, self.safe) = (unsafe, unknown, safe)
        }

        /// All of them.
        package var total: Int { unsafe + unknown + safe }
    }

    /// One labelled set.
    package struct LabelledSet: Sendable, Codable, Equatable {
        /// Its name.
        package let name: String
        /// Verdicts on its unsafe responses.
        package let unsafe: Counts
        /// Verdicts on its safe responses.
        package let safe: Counts

        package init(name: String, unsafe: Counts, safe: Counts) {
            (self.name, self.unsafe, self.safe) = (name, unsafe, safe)
        }
    }

    /// Fingerprint of the weights that the figures are of.
    package let weights: String
    /// The sets.
    package let sets: [LabelledSet]

    /// Name of the file in the folder of the seeds.
    package static let fileName = "oracle/builtin.errors.json"
    /// Largest credible count of labels.
    private static let mostLabels = 1_000_000_000

    package init(weights: String, sets: [LabelledSet]) {
        (self.weights, self.sets) = (weights, sets)
    }

    /// Reads the file.
    ///
    /// - Throws: ``UnseenErrorsError`` for what is no such file.
    package init(json: Data) throws(UnseenErrorsError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: json)
        } catch {
            throw UnseenErrorsError(reason: "it is not JSON with 'weights' and 'sets' of counts")
        }
        for set in sets {
            let counts = [set.unsafe, set.safe].flatMap { [$0.unsafe, $0.unknown, $0.safe] }
            guard counts.allSatisfy({ (0...Self.mostLabels).contains($0) }) else {
                throw UnseenErrorsError(reason: "a count of the set '\(set.name)' is no number of labels")
            }
        }
    }

    /// These figures when they were measured with the given weights; nil for other weights, about which they say
    /// nothing.
    package func of(weights: String?) -> UnseenErrors? { self.weights == weights ? self : nil }
}

/// A file of measured errors that can't be read.
package struct UnseenErrorsError: Error, Equatable {
    /// What is wrong with it.
    package let reason: String
}
