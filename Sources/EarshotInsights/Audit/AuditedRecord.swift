import EarshotRecords

/// A record of an audit with what its reviews found: what a model can learn from them.
public struct AuditedRecord: Sendable, Equatable {
  public var audit: String
  public var recordID: String
  /// As it stands in the sheet (personal data may be taken out); nil where no sheet holds the text
  /// that was drawn.
  public var text: String?
  /// Mark of the text that was drawn, as in the key.
  public var hash: String
  /// The labels of the tag that was reviewed.
  public var tag: [String]
  public var reading: AuditReading
  /// The labels that are right; nil when the reviews do not say which.
  public var right: [String]?
  public var confidence: Double?
  /// How many records of the frame it stands for, 1 / its chance to be drawn.
  public var weight: Double
  public var stratum: Int

  /// The records of one audit, in the order of its key.
  ///
  /// - Parameter texts: of the sheets, by record: `AuditSheetTexts`.
  public static func all(
    _ key: AuditKey, _ readings: AuditReadings, texts: [Int: String]
  ) -> [AuditedRecord] {
    precondition(readings.readings.count == key.records.count)
    return key.records.enumerated().map { i, record in
      AuditedRecord(
        audit: key.audit, recordID: record.record_id, text: texts[i], hash: record.hash,
        tag: AuditJudgement.parts(record.label), reading: readings.readings[i],
        right: readings.readings[i] == .undecided
          ? nil : readings.labels[i].map { AuditJudgement.parts($0) },
        confidence: record.confidence, weight: 1 / key.inclusionProbability(of: i),
        stratum: record.stratum)
    }
  }

  /// As `AuditReliability` takes it; nil where the tagger did not say how sure it was.
  public var review: AuditReliability.Review? {
    confidence.map {
      AuditReliability.Review(confidence: $0, reading: reading, weight: weight, stratum: stratum)
    }
  }
}

/// The texts in a sheet of an audit, by the number of their record in `key.records`.
public struct AuditSheetTexts {
  /// Texts that are those drawn.
  public private(set) var asDrawn: [Int: String] = [:]
  /// Texts that were changed since.
  public private(set) var edited: [Int: String] = [:]

  /// - Throws: what keeps the file from being read.
  public init(path: String, key: AuditKey) throws {
    var options = ReadOptions()
    options.textFields = [FieldPath("text|row|record_id|audit")]
    var reader = try RecordReader(path: path, options: options)
    var batch = RecordBatch()
    while try reader.read(into: &batch, limit: 1024) {
      for i in batch.records.indices where batch.records[i].isTaggable {
        guard let row = batch.value("row", of: i)?.trimmedBlanks(),
          let number = Int(row.hasSuffix(".0") ? row.dropLast(2) : row[...]),
          let record = key.record(ofRow: number),
          batch.value("audit", of: i).map({ $0.trimmedBlanks() == key.audit }) ?? true,
          let text = batch.value("text", of: i)
        else { continue }
        if AuditKey.hash(ofText: text) == key.records[record].hash {
          asDrawn[record] = AuditSheet.unguarded(text)
        } else {
          edited[record] = AuditSheet.unguarded(text)
        }
      }
    }
  }
}
