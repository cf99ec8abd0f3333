// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import HypervisorABI
import Reports

/// The options of every command that lists a part of the model.
struct ModelOptions: ParsableArguments {
  @OptionGroup var release: AnyReleaseOption
  @Option(help: "The output format.") var format = OutputFormat.text

  var xen: XenRelease { release.xen }

  func show(_ value: some JsonDocument, _ lines: (Style) -> [String]) throws {
    switch format {
    case .json: print(try renderJSON(value))
    case .text: print(lines(.terminal()).joined(separator: "\n"))
    }
  }
}

extension Architecture: ExpressibleByArgument {}

enum ArchitectureChoice: String, ExpressibleByArgument, CaseIterable {
  case i386
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case x86_64
  case all

  var architectures: [Architecture] {
    Architecture(rawValue: rawValue).map { [$0] } ?? Architecture.allCases
  }
}

/// A usage error that names the most similar candidates.
///
/// - Parameter otherwise: what to do if nothing is similar.
func unknown(
  _ kind: String, _ name: String, among names: [String],
  otherwise: String = "omit the name to list all"
) -> ValidationError {
  let near = Nearest.names(name, among: Array(Set(names)))
  let hint =
    near.isEmpty ? "; \(otherwise)" : "; did you mean \(near.joined(separator: ", "))?"
  return ValidationError("There is no \(kind) \(name)\(hint)")
}
