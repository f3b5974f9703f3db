import Records

extension GenerationVariant {
    var showsExamples: Bool { self != .rag }
    var wantsFreshPassages: Bool { self == .fresh }
}
