// SPDX-License-Identifier: Apache-2.0

/// What was proven, as a table in Markdown: made of the kit's proofs, for its documents.
public struct ProofTable {
  private let kit: Kit
  private let proofs: [Proof]

  public init(_ kit: Kit) throws(PatchError) {
    self.kit = kit
    proofs = try kit.proofs()
  }

  private static let stages = ["build", "audit", "dom0", "domU", "shim", "bare", "revert"]

  public var markdown: String {
    let head =
      ["release", "architecture"] + Self.stages + ["domU / bare, median", "entries since"]
    var lines = [Self.row(head), Self.row(head.map { _ in "--" })]
    for proof in proofs {
      for architecture in Set(proof.results.map(\.architecture)).sorted() {
        lines.append(Self.row(cells(proof, architecture)))
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func cells(_ proof: Proof, _ architecture: String) -> [String] {
    let stages = Self.stages.map { stage in
      let result = proof.results.first { $0.architecture == architecture && $0.stage == stage }
      return result.map { $0.held ? "yes" : "**no**: \($0.detail)" } ?? "–"
    }
    let ratios = proof.ratios(of: "domU", on: architecture).map(\.1).sorted()
    let median = ratios.isEmpty ? "–" : Self.rounded(ratios[ratios.count / 2])
    let changed = proof.changed(in: kit).count
    return [proof.release, architecture] + stages
      + [median, changed == 0 ? "as proven" : "\(changed) changed"]
  }

  /// With one decimal.
  private static func rounded(_ ratio: Double) -> String {
    let tenths = Int((ratio * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
