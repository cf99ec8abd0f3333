// SPDX-License-Identifier: Apache-2.0

/// The results of the kit's proofs, as Markdown tables for its documents.
public struct ProofTable {
  private let kit: Kit
  private let proofs: [Proof]

  /// Reads the kit's proofs.
  ///
  /// - Throws: if a proof cannot be read or is damaged.
  public init(_ kit: Kit) throws(PatchError) {
    self.kit = kit
    proofs = try kit.proofs()
  }

  /// The table of stages with the total time, and whether the kit is still the one that was proven.
  public var markdown: String {
    get throws(PatchError) {
      try table(["release", "architecture"] + Proof.stages + ["minutes", "kit"]) {
        proof, architecture throws(PatchError) in
        let seconds = proof.results.reduce(0) { $0 + $1.seconds }
        return [proof.release, architecture]
          + Proof.stages.map { cell(proof, architecture, $0) }
          + ["\((seconds + 30) / 60)", try validity(of: proof)]
      } + notes
    }
  }

  /// The table of the roles in which each release runs, for users.
  public var summary: String {
    get throws(PatchError) {
      let stages = ["dom0", "domU", "devices", "smp", "shim", "bare"]
      return try table(
        [
          "Linux", "architecture", "dom0", "domU", "disk and network in a domU",
          "domU of several vCPUs", "domU on the PV shim", "without Xen",
        ]
      ) { proof, architecture throws(PatchError) in
        let isProven = try proof.changed(in: kit).isEmpty
        return ["\(proof.release)" + (isProven ? "" : " (unproven since the kit changed)")]
          + [architecture]
          + stages.map { cell(proof, architecture, $0) }
      } + notes
    }
  }

  /// The table of the ratios between the instructions that each operation takes in a role and on
  /// the bare machine.
  public var ratios: String {
    get throws(PatchError) {
      let operations = proofs.flatMap(\.timings).map(\.operation).reduce(into: [String]()) {
        if !$0.contains($1) { $0.append($1) }
      }
      return try table(["release", "architecture", "role"] + operations) { proof, architecture in
        ["dom0", "domU", "shim"].map { role in
          let ratios = proof.ratios(of: role, on: architecture)
          return [proof.release, architecture, role]
            + operations.map { name in
              ratios.first { $0.operation == name }.map { Self.rounded($0.1) } ?? "–"
            }
        }.filter { row in row.dropFirst(3).contains { $0 != "–" } }
      }
    }
  }

  private func table(
    _ head: [String], _ row: (Proof, String) throws(PatchError) -> [String]
  ) throws(PatchError) -> String {
    try table(head) { proof, architecture throws(PatchError) in [try row(proof, architecture)] }
  }

  private func table(
    _ head: [String], _ rows: (Proof, String) throws(PatchError) -> [[String]]
  ) throws(PatchError) -> String {
    var lines = [Self.row(head), Self.row(head.map { _ in "--" })]
    for proof in proofs {
      lines += try rows(proof, proof.architecture ?? "").map(Self.row)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The reasons why stages are not possible, without duplicates. Cells refer to them by number.
  private var reasons: [String] {
    proofs.flatMap(\.results).filter { $0.state == .cannot }.map(\.detail)
      .reduce(into: []) { reasons, reason in
        if !reasons.contains(reason) { reasons.append(reason) }
      }
  }

  /// The list of reasons below a table; empty if there are none.
  private var notes: String {
    let lines = reasons.enumerated().map { "\($0 + 1). \($1)\n" }
    return lines.isEmpty ? "" : "\nStages that are not possible:\n\n" + lines.joined()
  }

  private func cell(_ proof: Proof, _ architecture: String, _ stage: String) -> String {
    let result = proof.results.first { $0.architecture == architecture && $0.stage == stage }
    switch result?.state {
    case .held: return "yes"
    case .failed: return "**no**: \(result?.detail.replacing("|", with: "\\|") ?? "")"
    case .cannot:
      let number = reasons.firstIndex(of: result?.detail ?? "").map { $0 + 1 } ?? 0
      return "not possible (\(number))"
    case .skipped, nil: return "–"
    }
  }

  /// Whether the proof still applies. At most three changes are named.
  private func validity(of proof: Proof) throws(PatchError) -> String {
    let changed = try proof.changed(in: kit)
    guard !changed.isEmpty else {
      let untried = try proof.untried(of: kit)
      return untried.isEmpty
        ? "as proven" : "**unproven**: not tried: " + untried.joined(separator: ", ")
    }
    let more = changed.count > 3 ? " and \(changed.count - 3) more" : ""
    return "**unproven**: changed since: " + changed.prefix(3).joined(separator: ", ") + more
  }

  /// Formats a ratio with one decimal.
  private static func rounded(_ ratio: Double) -> String {
    let tenths = Int((ratio * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }
}
