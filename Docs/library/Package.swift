// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
  name: "which-xen",
  dependencies: [
    // Elsewhere: .package(url: "…/pvkit", branch: "main")
    .package(name: "pvkit", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "which-xen",
      dependencies: [
        .product(name: "HypervisorABI", package: "pvkit"),
        .product(name: "GuestImage", package: "pvkit"),
        .product(name: "Loaders", package: "pvkit"),
      ])
  ])
