import Records

/// Which passages may be found.
package struct PassageFilter: Sendable, Equatable {
    /// Id of a hazard; nil for any.
    package var hazard: String?
    /// Pages dated at or after this moment, in seconds since 1970; nil for all.
    package var since: Double?

    /// A filter; everything passes by default.
    package init(hazard: String? = nil, since: Double? = nil) {
        self.hazard = hazard
        self.since = since
    }
}

/// A passage that was found, before its score is final: what is needed to choose among many.
package struct PassageCandidate: Sendable, Equatable {
    /// The passage's number.
    package var id: Int64
    /// Number of its page in the store.
    package var page: Int64
    /// When the page was published, else first seen, in seconds since 1970.
    package var dated: Double
    /// The page's title.
    package var title: String
    /// The text.
    package var text: String
    /// The score of the search that found it, higher is better.
    package var score: Double

    package init(id: Int64, page: Int64, dated: Double = 0, title: String = "", text: String = "", score: Double) {
        self.id = id
        self.page = page
        self.dated = dated
        self.title = title
        self.text = text
        self.score = score
    }
}

/// A passage's vector, of length 1.
package struct PassageVector: Sendable, Equatable {
    /// The passage's number.
    package var passage: Int64
    /// Its coordinates.
    package var values: [Float]

    package init(passage: Int64, values: [Float]) {
        self.passage = passage
        self.values = values
    }
}

/// Finds passages by their words and by their vectors.
package protocol PassageIndex: Sendable {
    /// The passages with the highest BM25 score (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75; a word in the title
    /// counts twice), best first.
    ///
    /// - Parameters:
    ///   - terms: words or phrases, any of which may occur; data, whatever they hold. The first 32 count
    ///   - filter: which passages may be found
    ///   - limit: at most this many
    /// - Throws: ``StoreError``.
    func passages(matching terms: [String], filter: PassageFilter, limit: Int) async throws -> [PassageCandidate]

    /// The candidates with all that is known of them, in the same order; those that are gone are left out.
    ///
    /// - Throws: ``StoreError``.
    func passages(of candidates: [PassageCandidate]) async throws -> [Passage]

    /// Passages that have no vector of a model yet: title, headings and text in one, by number.
    ///
    /// - Throws: ``StoreError``.
    func passagesWithoutVector(model: String, limit: Int) async throws -> [(passage: Int64, text: String)]

    /// Keeps vectors of a model, all or none. Those of passages that are gone are left out.
    ///
    /// - Throws: ``StoreError``.
    func save(_ vectors: [PassageVector], model: String) async throws

    /// The passages whose vectors have the largest dot product with `vector`, best first. Those of another length are
    /// left out. Reads all vectors of the model, one at a time.
    ///
    /// - Throws: ``StoreError``.
    func passages(nearest vector: [Float], model: String, filter: PassageFilter, limit: Int) async throws
        -> [PassageCandidate]
}
