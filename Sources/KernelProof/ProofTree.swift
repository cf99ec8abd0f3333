// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import HypervisorABI
import HypervisorLab
import PatchEngine
import SystemPackage

/// The copy of a tree in which a release is proven, and the steps that work on it.
struct ProofTree: Sendable {
  let request: ProofRequest
  let kit: Kit
  let directory: ProofDirectory
  /// Makes a command that logs to the file of a step.
  let command: @Sendable (ProofStep) -> LoggedCommand

  /// Copies the tree without its history, cleans it, and removes the kit. The result is also kept
  /// as the reference for the end of the proof.
  func copy() throws -> String {
    let names = try FilePath(named: request.tree).names() ?? []
    let parts = names.map(\.string).filter { $0 != ".git" }.map { request.tree + "/" + $0 }
    let copy = command(.copy)
    try copy.run(["mkdir", "--", directory.tree], limit: 60)
    try copy.run(["cp", "-a", "--reflink=auto", "-t", directory.tree, "--"] + parts, limit: 1800)
    if [".config", "vmlinux"].contains(where: { hasFile($0) }) {
      _ = try apply()
      try make(.copy, ["mrproper"])
    }
    let refusal = try bench().revert(nil).refusals.first
    if let refusal { throw ProofFailure("\(refusal)") }
    try copy.run(
      ["cp", "-a", "--reflink=auto", "--", directory.tree, directory.vanilla], limit: 1800)
    return "\(request.tree.split(separator: "/").last ?? "")"
  }

  func apply() throws -> String {
    let outcome = try bench().apply(nil)
    if let refusal = outcome.refusals.first {
      throw ProofFailure("\(refusal)", tail: outcome.refusals.dropFirst().map(\.description))
    }
    return counted(outcome.files.count, "file")
  }

  /// Builds the kernel for Xen, and copies it out of the tree.
  func build() throws -> String {
    let configuration = try configuration()
    try configure(.build, configuration)
    try make(.build, ["-j\(request.jobs)", "vmlinux"])
    try command(.build).run(["cp", "--", directory.tree + "/vmlinux", directory.kernel], limit: 60)
    return configuration.split(separator: "/").last.map(String.init) ?? ""
  }

  /// Runs all checks on the tree and the kernel.
  func audit() throws -> String {
    let audit = command(.audit)
    let kit = ["--kit", kit.directory, "--arch", request.architecture.rawValue]
    try audit.run([request.pvkit, "patch", "audit"] + kit + [directory.tree], limit: 1800)
    return "no findings"
  }

  /// Builds the kernel without Xen, with the first serial port as console. PCI is on, because
  /// vanilla 2.6.16 does not build without it. From 2.6.24 on XEN_X86_64 is what makes a guest.
  ///
  /// - Returns: the path of the kernel.
  func buildBare() throws -> String {
    let bare = directory.path + "/bare.config"
    let lines =
      "{ grep -vE 'CONFIG_(XEN|XEN_X86_64|HVC_XEN)=' \"$1\"; printf '%s=y\\n' CONFIG_SERIAL_8250 "
      + "CONFIG_SERIAL_8250_CONSOLE CONFIG_PCI; } > \"$2\""
    try command(.bare).run(["sh", "-c", lines, "sh", configuration(), bare], limit: 60)
    try configure(.bare, bare)
    try make(.bare, ["-j\(request.jobs)", "bzImage"])
    return "\(directory.tree)/arch/\(request.architecture.rawValue)/boot/bzImage"
  }

  /// Builds the kernel for Xen and several vCPUs.
  ///
  /// - Returns: the path of the kernel.
  func buildSMP() throws -> String {
    try configure(.smp, try real(request.smpConfiguration))
    try make(.smp, ["-j\(request.jobs)", "vmlinux"])
    return directory.tree + "/vmlinux"
  }

  /// Cleans the copy, removes the kit, and compares the result with the vanilla copy.
  func revert() throws -> String {
    try make(.revert, ["distclean"])
    let refusal = try bench().revert(nil).refusals.first
    if let refusal { throw ProofFailure("\(refusal)") }
    removeEmptyDirectories()
    let compare = command(.revert)
    do {
      try compare.run(
        ["diff", "-r", "--no-dereference", "--", directory.vanilla, directory.tree], limit: 600)
    } catch let failure as ProofFailure {
      throw ProofFailure(
        "the tree is not what it was: \(failure)", log: failure.log, tail: failure.tail)
    }
    return "every byte as before"
  }

  /// Removes empty directories that the kernel's distclean leaves and the vanilla tree does not
  /// have: that of the image in 2.6.24, and that of a header in 2.6.28 to 2.6.32.
  private func removeEmptyDirectories() {
    for name in ["arch/\(request.architecture.rawValue)", "include/asm-x86"] {
      let isVanilla = FileName.with(directory.vanilla + "/" + name) { access($0, F_OK) } == 0
      if !isVanilla { _ = FileName.with(directory.tree + "/" + name, rmdir) }
    }
  }

  /// The kit's plan for the vanilla tree, which is what is proven.
  func plan() throws -> Plan { try bench().wholePlan() }

  private func bench() throws -> Workbench {
    try Workbench(
      kit: kit, tree: KernelTree(path: directory.tree), architectures: [request.architecture])
  }

  /// Configures the kernel with what a `KCONFIG_ALLCONFIG` lists, and nothing else that has a prompt.
  ///
  /// Before 2.6.15, `allnoconfig` reads no such file. There, its lines replace those of the
  /// configuration that was written, and options that become visible by that have their defaults.
  /// Source: main (scripts/kconfig/conf.c@2.6.15).
  private func configure(_ step: ProofStep, _ file: String) throws {
    try make(step, ["KCONFIG_ALLCONFIG=\(file)", "allnoconfig"])
    let release = try KernelTree(path: directory.tree).release
    guard release.numbers.lexicographicallyPrecedes([2, 6, 15]) else { return }
    let (written, rest) = (directory.tree + "/.config", directory.path + "/rest.config")
    let merge =
      "sed -n 's/^\\(CONFIG_[A-Z0-9_]*\\)=.*/\\1[ =]/p' \"$1\" | grep -vf - \"$2\" > \"$3\" "
      + "&& cat \"$3\" \"$1\" > \"$2\""
    try command(step).run(["sh", "-c", merge, "sh", file, written, rest], limit: 60)
    let answers = ["sh", "-c", "yes '' | \"$@\"", "sh"]
    try command(step).run(answers + makeCommand(["oldconfig"]), limit: 600)
  }

  private func make(_ step: ProofStep, _ arguments: [String]) throws {
    try command(step).run(makeCommand(arguments), limit: 7200)
  }

  private func makeCommand(_ arguments: [String]) throws -> [String] {
    let release = try bench().target().known
    let fixed = ["make", "-C", directory.tree, "ARCH=\(request.architecture.rawValue)"]
    return fixed + release.make + arguments
  }

  private func hasFile(_ name: String) -> Bool {
    FileName.with(directory.tree + "/" + name) { access($0, F_OK) == 0 }
  }

  private func configuration() throws -> String { try real(request.configuration) }

  /// The absolute path of a configuration, because make runs in the tree.
  private func real(_ configuration: String) throws -> String {
    guard let path = FileName.real(configuration) else {
      throw ProofFailure(
        "the configuration \(configuration): \(String(cString: strerror(errno)))")
    }
    return path
  }
}
