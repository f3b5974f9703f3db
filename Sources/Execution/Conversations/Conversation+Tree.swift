import Records

extension Conversation {
    /// From this score on, nothing more is tried: see ``UserSide/score(_:)``.
    private static let reached = 1.0

    /// Grows a tree of messages, and makes its best path the conversation.
    ///
    /// Mehrotra et al. 2023 (TAP, arXiv:2312.02119): at each depth several messages go on from every leaf, and of the new leaves
    /// the best few are kept. A turn names the turn that it goes on from, so that a tree that was stopped grows on: leaves that
    /// have been gone on from stay chosen, and nothing is asked again.
    func search(_ state: inout State, _ ask: Ask, _ keep: Keep) async throws -> Bool {
        var leaves: [Int?] = [nil]
        var complete: [Int] = []
        for _ in 0..<limits.turns {
            guard let tried = try await grow(from: leaves, &state, ask, keep) else { return false }
            guard !tried.isEmpty else { break }
            // A path without calls left goes no further.
            let open = tried.filter { state.turns.path(to: $0).callCount < limits.calls }
            complete += tried.filter { !open.contains($0) }
            let known = chosen(among: open, in: state.turns)
            if let known {
                leaves = known
            } else {
                let (kept, isReached) = try await best(of: open, in: state.turns)
                leaves = kept
                if isReached { break }
            }
            if leaves.isEmpty { break }
        }
        try await adopt(leaves.compactMap(\.self) + complete, &state, keep)
        return true
    }

    /// Tries messages behind every leaf; the turns tried, or nil when the run is to stop.
    private func grow(
        from leaves: [Int?], _ state: inout State, _ ask: Ask, _ keep: Keep
    ) async throws -> [Int]? {
        var tried: [Int] = []
        for leaf in leaves {
            let before = leaf.map { state.turns.path(to: $0) } ?? []
            let known = state.turns.indices.filter {
                state.turns[$0].purpose == .branch && state.turns[$0].parent == leaf
            }
            for variant in 0..<side.branches {
                var index = state.turns.count
                if variant < known.count {
                    index = known[variant]
                } else {
                    // Once its best path is being made the conversation, a tree is grown.
                    guard state.turns.conversation.isEmpty,
                        let message = try await side.next(after: before, variant: variant)
                    else { break }
                    state.turns.append(Turn(message, purpose: .branch, parent: leaf))
                }
                tried.append(index)
                guard index == state.turns.count - 1 else { continue }
                state.session = session
                for call in (before + [state.turns[index]]).flatMap(\.trace) { _ = state.session?.call(call.call) }
                guard try await complete(&state, after: before, ask, keep) else { return nil }
            }
        }
        return tried
    }

    /// The leaves that were chosen before a stop; nil when that is not settled.
    private func chosen(among open: [Int], in turns: [Turn]) -> [Int]? {
        func firstChild(_ index: Int) -> Int? { turns.firstIndex { $0.purpose == .branch && $0.parent == index } }
        let parents = open.compactMap { index in firstChild(index).map { (index, $0) } }.sorted { $0.1 < $1.1 }
        let isPassed = parents.contains { parent in
            turns.indices.contains { turns[$0].parent == parent.0 && firstChild($0) != nil }
        }
        return isPassed || parents.count == min(side.width, open.count) && !parents.isEmpty ? parents.map(\.0) : nil
    }

    /// The best leaves, those first that were gone on from already; and whether one of them needs no more.
    private func best(of open: [Int], in turns: [Turn]) async throws -> (leaves: [Int], isReached: Bool) {
        var scored: [(index: Int, score: Double)] = []
        for index in open { scored.append((index, try await side.score(turns.path(to: index)))) }
        let isParent = Set(turns.compactMap(\.parent))
        let order = scored.sorted { first, second in
            let (one, other) = (isParent.contains(first.index), isParent.contains(second.index))
            return one != other
                ? one : first.score != second.score ? first.score > second.score : first.index < second.index
        }
        return (order.prefix(side.width).map(\.index), scored.contains { $0.score >= Self.reached })
    }

    /// Makes the best path the conversation, of which some turns may be there: nothing is asked or paid for again.
    private func adopt(_ leaves: [Int], _ state: inout State, _ keep: Keep) async throws {
        let begun = state.turns.conversation
        var best: (path: [Turn], score: Double)?
        for leaf in leaves {
            let path = state.turns.path(to: leaf)
            guard path.count >= begun.count, zip(path, begun).allSatisfy({ $0.user == $1.user }) else { continue }
            let score = try await side.score(path)
            if score > best?.score ?? -.infinity { best = (path, score) }
        }
        for (number, turn) in (best?.path ?? []).enumerated() where number >= begun.count - 1 {
            if number >= begun.count { state.turns.append(Turn(turn.user)) }
            let last = state.turns.count - 1
            for reply in turn.replies.dropFirst(state.turns[last].replies.count) {
                let copy = reply.asCopy
                try await keep(copy, place(of: state.turns[last], in: state.turns))
                state.turns[last].append(copy)
            }
        }
    }
}

extension [Turn] {
    /// The turns of a tree from its beginning to one of them, as a conversation.
    fileprivate func path(to index: Int) -> [Turn] {
        var path: [Turn] = []
        var next: Int? = index
        while let place = next {
            path.append(Turn(self[place].user, replies: self[place].replies))
            // A parent stands before its children, whatever a store holds.
            next = self[place].parent.flatMap { (0..<place).contains($0) ? $0 : nil }
        }
        return path.reversed()
    }
}

extension TurnReply {
    /// The reply as a copy of one that was paid for before.
    fileprivate var asCopy: TurnReply {
        let copy = Response(
            text: response.text, reasoning: response.reasoning, blocked: response.blocked,
            truncated: response.truncated, model: response.model, isCached: true)
        return TurnReply(
            copy, calls: calls, refusedCalls: refusedCalls, oversizedMessages: oversizedMessages, milliseconds: 0)
    }
}
