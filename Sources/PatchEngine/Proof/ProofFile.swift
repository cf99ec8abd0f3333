// SPDX-License-Identifier: Apache-2.0

import Base

/// The proofs of a release as a file of the kit, `releases/2.6.18.proof`: one for each architecture
/// that was proven, one after the other, each with its own title and digest. So the proof of one
/// stays as it is when another one is recorded.
struct ProofFile: Equatable {
  private(set) var proofs: [Proof] = []

  fileprivate init() {}

  var text: String { proofs.map(\.text).joined() }
  fileprivate var release: String { proofs.first?.release ?? "" }
  fileprivate var numbers: [Int] { KernelRelease.numbers(release) ?? [] }

  /// - Parameter file: for errors.
  /// - Throws: when a part of the text is not a proof, or not whole; when two are of one
  ///   architecture, or of different releases.
  init(text: String, file: String) throws(PatchError) {
    for part in Self.parts(of: text) {
      let proof = try Proof(text: part, file: file)
      if let first = proofs.first, first.release != proof.release {
        throw PatchError(file, "has proofs of \(first.release) and of \(proof.release)")
      }
      if proofs.contains(where: { $0.architecture == proof.architecture }) {
        throw PatchError(
          file, "has two proofs for \(proof.architecture ?? "")",
          cure: "make it anew with pvkit patch prove --record")
      }
      proofs.append(proof)
    }
  }

  /// From one title to the next; what has none is one part.
  private static func parts(of text: String) -> [String] {
    var parts = [""]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == Proof.title, parts.last != "" { parts.append("") }
      parts[parts.count - 1] += line + "\n"
    }
    // The last line's end is not followed by another one.
    parts[parts.count - 1].removeLast()
    return parts
  }

  /// In place of the older one for the same architecture.
  ///
  /// - Parameter order: the architectures of the release.
  mutating func put(_ proof: Proof, order: [String]) {
    let all = proofs.filter { $0.architecture != proof.architecture } + [proof]
    proofs = (order.map(Optional.some) + [nil]).flatMap { name in
      all.filter { proof in
        name.map { $0 == proof.architecture } ?? !order.contains(proof.architecture ?? "")
      }
    }
  }
}

extension Kit {
  static let proofSuffix = ".proof"

  /// Where the proofs of a release are, or are to be.
  public func proofFile(_ release: String) -> String {
    "\(folder)/releases/\(release)\(Self.proofSuffix)"
  }

  /// Every proof: in the order of the releases, and of the architectures in their files.
  public func proofs() throws(PatchError) -> [Proof] {
    var files: [ProofFile] = []
    for name in try KitFile.kitNames(folder + "/releases") ?? []
    where name.hasSuffix(Self.proofSuffix) {
      guard let file = try proofs(in: name) else { continue }
      guard file.release + Self.proofSuffix == name else {
        throw PatchError("\(folder)/releases/\(name)", "is the proof of \(file.release)")
      }
      files.append(file)
    }
    return files.sorted { $0.numbers.lexicographicallyPrecedes($1.numbers) }.flatMap(\.proofs)
  }

  /// Records a proof: those for other architectures stay. A file that is damaged is replaced.
  ///
  /// - Returns: the file's path.
  /// - Throws: when it cannot be read or written.
  public func record(_ proof: Proof) throws -> String {
    let name = proof.release + Self.proofSuffix
    let known = KernelRelease.numbers(proof.release).flatMap { self.known(KernelRelease($0)) }
    var file = (try? proofs(in: name)) ?? ProofFile()
    file.put(proof, order: (known?.architectures ?? []).map(\.rawValue))
    try write(file.text, to: proofFile(proof.release))
    return proofFile(proof.release)
  }

  private func proofs(in name: String) throws(PatchError) -> ProofFile? {
    guard let bytes = try KitFile.read("releases/" + name, in: folder) else { return nil }
    return try ProofFile(
      text: String(decoding: bytes, as: UTF8.self), file: folder + "/releases/" + name)
  }
}
