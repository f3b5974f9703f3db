import Foundations
import Records

/// Where the prompts of a JSON document are.
enum JSONShape: Equatable {
    /// One value after the other, each a record: JSON lines and what is like them.
    case sequence
    /// Lists below keys that are categories.
    case categories
    /// One record.
    case record
    /// Lists at these places; `names` are the columns where their items are lists themselves.
    case lists([[String]], names: [String]?)
    /// A table column by column, in the object at this place.
    case columns([String])

    /// The shape of a document.
    init(_ outline: JSONOutline) {
        if outline.isFull {
            self = .categories
        } else if let split = Self.split(outline) {
            self = split
        } else if let place = Self.table(outline) {
            self = .columns(place)
        } else if Self.isRecord(outline) {
            self = .record
        } else {
            let filled = outline.lists.filter { $0.count > 0 }
            let best = filled.compactMap { $0.path.last.map(Self.rank) }.max() ?? 0
            let places = filled.filter { $0.path.last.map(Self.rank) == best }.map(\.path)
            self = best > 0 ? .lists(places, names: nil) : .categories
        }
    }

    /// The keys on the way to a list that are categories.
    static func categories(_ path: [String]) -> [String] { path.filter { rank($0) == 0 } }

    /// Categories are written with a capital as often as not, and names of lists are not.
    private static func rank(_ name: String) -> Int {
        let rank = RecordLists.rank(name)
        if rank == 2 { return 2 }
        return name.first?.isUppercase == true ? 0 : max(rank, RecordLists.isColumn(name) ? 1 : 0)
    }

    /// What pandas writes with orient="split": the columns' names, and rows as lists.
    private static func split(_ outline: JSONOutline) -> Self? {
        for list in outline.lists where list.path.last == "columns" {
            guard let names = list.texts, !names.isEmpty else { continue }
            let place = list.path.dropLast() + ["data"]
            guard let data = outline.lists.first(where: { $0.path == Array(place) }), case .array? = data.first else {
                continue
            }
            return .lists([data.path], names: names)
        }
        return nil
    }

    /// An object whose members are lists of one length, or objects with the rows' numbers as keys, as pandas writes a table.
    private static func table(_ outline: JSONOutline) -> [String]? {
        for object in outline.objects {
            let lists = outline.lists.filter { $0.path.dropLast() == object.path[...] }
            let inner = outline.objects.filter { !$0.path.isEmpty && $0.path.dropLast() == object.path[...] }
            if !lists.isEmpty, inner.isEmpty, Set(lists.map(\.count)).count == 1, !lists.contains(where: isOfRecords),
                lists.contains(where: { isPromptColumn($0, alone: lists.count == 1) })
            {
                return object.path
            }
            if !inner.isEmpty, lists.isEmpty, inner.allSatisfy({ $0.isNumbered && $0.count > 0 }),
                inner.contains(where: { RecordLists.isColumn($0.path.last ?? "") || inner.count > 1 }),
                !object.isNumbered
            {
                return object.path
            }
            // Deeper tables than these are not looked for among thousands of objects.
            if object.path.count >= 1, outline.objects.count > 200 { break }
        }
        return nil
    }

    /// Whether a list, by the name that a tool gives it, is one of records, and no column: one test may stand beside one prompt.
    private static func isOfRecords(_ list: JSONOutline.List) -> Bool {
        guard case .object? = list.first, let name = list.path.last else { return false }
        return RecordLists.rank(name) == 2
    }

    private static func isPromptColumn(_ list: JSONOutline.List, alone: Bool) -> Bool {
        guard let name = list.path.last, let first = list.first, !Conversation.isMessage(first) else { return false }
        if case .object = first { return false }
        return RecordLists.isColumn(name)
            || (!alone && ["prompts", "questions", "instructions"].contains(name.lowercased()))
    }

    private static func isRecord(_ outline: JSONOutline) -> Bool {
        guard let whole = outline.objects.first else { return false }
        let lists = outline.lists.filter { $0.path.count == 1 }
        let isConversation = lists.contains { list in
            Conversation.names.contains(list.path[0].lowercased()) && list.first.map(Conversation.isMessage) == true
        }
        if isConversation || (outline.lists.isEmpty && outline.objects.count == 1) { return true }
        let hasPrompt = whole.scalars.contains { RecordLists.isColumn($0.key) && $0.value.stringValue != nil }
        return hasPrompt && !outline.lists.contains { RecordLists.rank($0.path.last ?? "") > 0 && $0.count > 0 }
    }
}
