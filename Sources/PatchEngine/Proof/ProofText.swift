// SPDX-License-Identifier: Apache-2.0

/// The text of a proof in a file of the kit, see `ProofFile`:
///
///     pvkit proof 3
///     release 2.6.18
///     kit 0123456789abcdef
///     compiler gcc (Debian 12.2.0-14) 12.2.0
///     hypervisor Xen 4.17
///     result x86_64 dom0 held 48 24 tests of the stress program
///     timing x86_64 dom0 15452 system call
///     entry toolchain/0110-mutex 0123456789abcdef
///     part 0123456789abcdef Config x86_64
///     digest 0123…
///
/// A result has its duration in seconds, and a timing is in nanoseconds, each of which is one
/// instruction. Entries are in the order in which they were applied, with the digests of their
/// effects on the release.
extension Proof {
  static let title = "pvkit proof 3"

  /// The proof as text, in the form described above.
  public var text: String {
    var lines = [
      Self.title, "# Made by pvkit patch prove --record. Do not edit.", "release \(release)",
      "kit \(kitDigest.short)", "compiler \(compiler)", "hypervisor \(hypervisor)",
    ]
    lines += results.map {
      "result \($0.architecture) \($0.stage) \($0.state.rawValue) \($0.seconds)"
        + ($0.detail.isEmpty ? "" : " \($0.detail)")
    }
    lines += timings.map {
      "timing \($0.architecture) \($0.role) \($0.nanoseconds) \($0.operation)"
    }
    lines += entries.map { "entry \($0.id) \($0.digest)" }
    lines += parts.keys.sorted().map { "part \(parts[$0]?.description ?? "") \($0)" }
    return SealedText.text(lines)
  }

  /// Parses a proof.
  ///
  /// - Parameter file: the path for errors.
  /// - Throws: if the text does not have this form, or is damaged.
  init(text: String, file: String) throws(PatchError) {
    let damaged = PatchError(
      file, "is not a proof, or is damaged", cure: "recreate it with pvkit patch prove --record")
    guard let lines = SealedText.lines(of: text, title: Self.title) else { throw damaged }
    var header: [Substring: String] = [:]
    var (results, timings): ([Result], [Timing]) = ([], [])
    var (entries, parts): ([ProvenEntry], [String: Digest]) = ([], [:])
    for line in lines where !line.hasPrefix("#") {
      let words = line.split(separator: " ", maxSplits: 5).map(String.init)
      switch words.first {
      case "release", "kit", "compiler", "hypervisor":
        header[words[0][...]] = String(line.dropFirst(words[0].count + 1))
      case "result" where words.count >= 5:
        guard let state = State(rawValue: words[3]), let seconds = Int(words[4]) else {
          throw damaged
        }
        results.append(
          Result(
            architecture: words[1], stage: words[2], state: state, seconds: seconds,
            detail: words.count > 5 ? words[5] : ""))
      case "timing" where words.count >= 5:
        guard let time = Int(words[3]) else { throw damaged }
        timings.append(
          Timing(
            architecture: words[1], role: words[2],
            operation: words[4...].joined(separator: " "), nanoseconds: time))
      case "entry" where words.count == 3:
        guard let digest = Digest(words[2]) else { throw damaged }
        entries.append(ProvenEntry(id: words[1], digest: digest))
      case "part" where words.count >= 3:
        parts[words[2...].joined(separator: " ")] = Digest(words[1])
      default: throw damaged
      }
    }
    guard let release = header["release"], KernelRelease.numbers(release) != nil else {
      throw damaged
    }
    self.init(
      release: release, compiler: header["compiler"] ?? "",
      hypervisor: header["hypervisor"] ?? "", results: results, timings: timings,
      entries: entries, parts: parts)
    guard architecture != nil else { throw damaged }
    guard header["kit"] == kitDigest.short.description else { throw damaged }
  }
}
