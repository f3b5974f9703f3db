/// Everything that Sextant keeps, for work that needs most of it; a protocol by topic serves work that needs less.
package typealias Store = RunStore & TestStore & TallyStore & CallStore & CalibrationStore & VerdictStore & NightStore
    & DataSetStore & BatchStore & ControlStore & FairnessStore
