/// The word at hand while a text is read: its plain form lies in `Scratch.word`.
private struct OpenWord {
  /// Bytes of the plain form, which is kept up to the longest word only.
  var count = 0
  /// Scalars of the plain form, all of them.
  var scalars = 0
  var hash = WordPieceIndex.seedOfStart
  /// Where it lies in the text.
  var start = 0
  var end = 0

  var isTooLong: Bool { scalars > WordPieces.longestWord }

  /// Adds a byte; `beginsScalar` is false for continuation bytes.
  @inline(__always)
  mutating func append(_ byte: UInt8, beginsScalar: Bool, to form: inout MutableSpan<UInt8>) {
    scalars &+= beginsScalar ? 1 : 0
    guard scalars <= WordPieces.longestWord else { return }
    form[count] = byte
    count &+= 1
    hash = WordPieceIndex.step(hash, byte)
  }
}

/// Reading a text: words are collected in their plain form and closed where they end.
extension WordPieces {
  func split(_ text: Span<UInt8>, into ids: inout [UInt32], scratch: inout Scratch) {
    var word = OpenWord()
    var i = 0
    while i < text.count {
      let byte = text[i]
      var letter = WordPieceByte.of(byte)
      if letter >= WordPieceByte.firstLetter {
        if word.scalars == 0 { word.start = i }
        var form = scratch.word.mutableSpan
        repeat {
          word.append(letter, beginsScalar: true, to: &form)
          i &+= 1
          letter = i < text.count ? WordPieceByte.of(text[i]) : WordPieceByte.blank
        } while letter >= WordPieceByte.firstLetter
        word.end = i
        continue
      }
      switch letter {
      case WordPieceByte.blank:
        close(&word, into: &ids, &scratch)
        i &+= 1
      case WordPieceByte.alone:
        close(&word, into: &ids, &scratch)
        ids.append(signIDs[Int(byte)])
        if scratch.keepsWordRanges { scratch.wordRanges.append(i..<i + 1) }
        i &+= 1
      case WordPieceByte.dropped:
        i &+= 1
      default:
        i = readScalar(of: text, at: i, &word, into: &ids, &scratch)
      }
    }
    close(&word, into: &ids, &scratch)
  }

  /// Reads a scalar that is not ASCII.
  ///
  /// - Returns: where the next one begins.
  private func readScalar(
    of text: Span<UInt8>, at i: Int, _ word: inout OpenWord, into ids: inout [UInt32],
    _ scratch: inout Scratch
  ) -> Int {
    let scalar = UTF8Scalar(text, at: i)
    let next = i + scalar.length
    let reading = WordPieceScalar(scalar.value)
    switch reading.kind {
    case .dropped: return next
    case .blank:
      close(&word, into: &ids, &scratch)
      return next
    case .alone: close(&word, into: &ids, &scratch)
    case .word: break
    }
    if word.scalars == 0 { word.start = i }
    var form = scratch.word.mutableSpan
    if reading.place != 0 {
      let end = reading.place + 1 + Int(WordPieceTables.pool[reading.place])
      for k in reading.place + 1..<end {
        let byte = WordPieceTables.pool[k]
        word.append(byte, beginsScalar: byte & 0xC0 != 0x80, to: &form)
      }
    } else if WordPieceScalar.syllables.contains(scalar.value) {
      appendJamo(of: scalar.value, to: &word, &form)
    } else {
      for k in i..<next { word.append(text[k], beginsScalar: k == i, to: &form) }
    }
    word.end = next
    if reading.kind == .alone { close(&word, into: &ids, &scratch) }
    return next
  }

  /// Adds the two or three letters of a Hangul syllable (Unicode 15.0, section 3.12):
  ///
  ///     s = syllable - AC00;  L = 1100 + s / 588;  V = 1161 + s mod 588 / 28;  T = 11A7 + s mod 28
  private func appendJamo(
    of syllable: UInt32, to word: inout OpenWord, _ form: inout MutableSpan<UInt8>
  ) {
    let s = syllable - WordPieceScalar.syllables.lowerBound
    let jamo: InlineArray<3, UInt32> = [0x1100 + s / 588, 0x1161 + s % 588 / 28, 0x11A7 + s % 28]
    for k in 0..<(s % 28 == 0 ? 2 : 3) {
      // Jamo are below U+10000 and above U+07FF: three bytes.
      word.append(0xE1, beginsScalar: true, to: &form)
      let low = UInt8(truncatingIfNeeded: 0x80 | jamo[k] >> 6 & 0x3F)
      word.append(low, beginsScalar: false, to: &form)
      let last = UInt8(truncatingIfNeeded: 0x80 | jamo[k] & 0x3F)
      word.append(last, beginsScalar: false, to: &form)
    }
  }

  /// Appends the ids of the word, if there is one, and empties it.
  @inline(__always)
  private func close(
    _ word: inout OpenWord, into ids: inout [UInt32], _ scratch: inout Scratch
  ) {
    guard word.scalars > 0 else { return }
    let first = ids.count
    if word.isTooLong {
      ids.append(unknownID)
    } else if let id = index.id(
      of: scratch.word.span, 0, word.count, hash: word.hash, isContinuation: false)
    {
      // 92 to 98 % of the words in English complaints, posts and chats are one piece.
      ids.append(id)
    } else {
      appendPieces(of: word.count, into: &ids, &scratch)
    }
    if scratch.keepsWordRanges {
      for _ in first..<ids.count { scratch.wordRanges.append(word.start..<word.end) }
    }
    word = OpenWord()
  }

  /// Cuts the word in the scratch into the longest pieces from the left; `[UNK]` where no piece fits.
  ///
  /// - Complexity: O(count · longest piece)
  private func appendPieces(
    of count: Int, into ids: inout [UInt32], _ scratch: inout Scratch
  ) {
    let first = ids.count
    var kept: [UInt64] = []
    swap(&kept, &scratch.hashes)
    defer { swap(&kept, &scratch.hashes) }
    var hashes = kept.mutableSpan
    let word = scratch.word.span
    var start = 0
    while start < count {
      let isContinuation = start > 0
      var hash = WordPieceIndex.seed(isContinuation)
      var end = min(count, start + 2)
      for k in start..<end {
        hash = WordPieceIndex.step(hash, word[k])
        hashes[k] = hash
      }
      let reach = min(count, start + index.reach(hash))
      while end < reach {
        hash = WordPieceIndex.step(hash, word[end])
        hashes[end] = hash
        end += 1
      }
      var found: UInt32?
      while end > start {
        found = index.id(
          of: word, start, end, hash: hashes[end - 1], isContinuation: isContinuation)
        if found != nil { break }
        end -= 1
      }
      guard let found else {
        ids.removeLast(ids.count - first)
        ids.append(unknownID)
        return
      }
      ids.append(found)
      start = end
    }
  }
}
