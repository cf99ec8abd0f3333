// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// One build of a guest by a loader, which can be run once.
protocol LoaderBuild {
  var target: Target { get }
  /// The guest type, once it is known.
  var guestType: GuestTypeName? { get }
  /// The layout, as far as parts were placed; nil if none was.
  var layout: GuestLayout? { get }

  /// Runs the build. Returns the reason for a refusal, or nil.
  mutating func run() -> Refusal?
}

extension Loader {
  /// The result of a build. If memory was missing, builds are run for larger domains, too, so that the
  /// refusal says what is enough.
  ///
  /// - Parameter build: the build for a target.
  static func result<Build: LoaderBuild>(
    of mode: GuestMode, _ target: Target, _ build: (Target) -> Build
  ) -> BuiltGuest {
    var first = build(target)
    let refusal = first.run()?.namingMemory(of: first.target) { larger in
      var again = build(larger)
      return again.run()
    }
    let verdict = Verdict(
      loader: name, xen: target.xen, mode: mode, role: role, guestType: first.guestType,
      refusal: refusal)
    return BuiltGuest(verdict: verdict, layout: first.layout)
  }
}
