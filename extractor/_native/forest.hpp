// Sums of decision trees, by the method of QuickScorer: Lucchese and others, "QuickScorer: a fast algorithm to rank
// documents with additive ensembles of regression trees", SIGIR 2015.
//
// The leaves of a tree are the bits of a number, from left to right. A node whose comparison fails rules out the leaves
// on its left. The leaf that a row reaches is the first that no node rules out. So the nodes may be asked in any order:
// by feature, with growing thresholds, up to the first threshold that no row passes.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace extractor {

constexpr size_t LANES = 4;      // rows that are scored side by side
// Vectors of GCC and Clang. A comparison of them gives all bits or none in each lane.
typedef float LaneValues __attribute__((vector_size(16)));
typedef uint32_t LeafBits __attribute__((vector_size(16)));
constexpr int32_t MAX_LEAVES = 32;  // of a tree, the bits of a number

// Arrays as in `Forest`, checked by `forest.check`.
struct ForestArrays {
  const int16_t* feature;
  const float* threshold;
  const int32_t* left;
  const float* value;
  const int32_t* roots;
  size_t nodes;
  size_t trees;
};

class Scorer {
 public:
  // Returns whether every tree has at most `MAX_LEAVES` leaves; others cannot be scored.
  bool build(const ForestArrays& forest) {
    trees_ = forest.trees;
    leaves_.assign(trees_ * MAX_LEAVES, 0.0F);
    std::vector<int32_t> count(forest.nodes, 1);  // leaves below each node; children stand behind their parents
    for (size_t at = forest.nodes; at-- > 0;) {
      const int32_t left = forest.left[at];
      if (left >= 0) count[at] = std::min(count[left] + count[left + 1], MAX_LEAVES + 1);
    }
    for (size_t tree = 0; tree < trees_; tree++) {
      if (count[forest.roots[tree]] > MAX_LEAVES) return false;
      add(forest, tree, count);
    }
    std::stable_sort(splits_.begin(), splits_.end(), [](const Split& one, const Split& other) {
      return one.feature != other.feature ? one.feature < other.feature : one.threshold < other.threshold;
    });
    return true;
  }

  // Adds for each row the leaves that it reaches, in the order of the trees, to `totals`.
  void score(const float* matrix, size_t rows, size_t columns, float* totals) const {
    std::vector<LeafBits> possible(trees_);
    for (size_t first = 0; first < rows; first += LANES) {
      const size_t group = std::min(LANES, rows - first);
      std::fill(possible.begin(), possible.end(), ~LeafBits{});
      rule_out(matrix + first * columns, group, columns, possible.data());
      for (size_t tree = 0; tree < trees_; tree++) {
        for (size_t lane = 0; lane < group; lane++) {
          totals[first + lane] += leaves_[tree * MAX_LEAVES + __builtin_ctz(possible[tree][lane])];
        }
      }
    }
  }

 private:
  struct Split {
    float threshold;
    uint32_t kept;  // the leaves that a failed comparison leaves over
    uint32_t tree;
    int16_t feature;
  };

  void add(const ForestArrays& forest, size_t tree, const std::vector<int32_t>& count) {
    struct Place {
      int32_t node, first_leaf;
    };
    std::vector<Place> waiting{{forest.roots[tree], 0}};
    while (!waiting.empty()) {
      const Place at = waiting.back();
      waiting.pop_back();
      const int32_t left = forest.left[at.node];
      if (left < 0) {
        leaves_[tree * MAX_LEAVES + at.first_leaf] = forest.value[at.node];
        continue;
      }
      const uint32_t ruled_out = ((uint32_t{1} << count[left]) - 1) << at.first_leaf;
      splits_.push_back({forest.threshold[at.node], ~ruled_out, static_cast<uint32_t>(tree), forest.feature[at.node]});
      waiting.push_back({left, at.first_leaf});
      waiting.push_back({left + 1, at.first_leaf + count[left]});
    }
  }

  void rule_out(const float* rows, size_t group, size_t columns, LeafBits* possible) const {
    int16_t feature = -1;
    LaneValues values = {};
    float greatest = 0;
    for (size_t at = 0; at < splits_.size(); at++) {
      const Split& split = splits_[at];
      if (split.feature != feature) {
        feature = split.feature;
        greatest = -std::numeric_limits<float>::infinity();
        for (size_t lane = 0; lane < LANES; lane++) {
          const float value = lane < group ? rows[lane * columns + feature] : greatest;
          values[lane] = std::isnan(value) ? std::numeric_limits<float>::infinity() : value;  // it goes right
          greatest = std::max(greatest, values[lane]);
        }
      }
      if (!(greatest > split.threshold)) {  // nor do the other thresholds of this feature
        at = ends(at);
        continue;
      }
      const uint32_t ruled_out = ~split.kept;
      LeafBits& leaves = possible[split.tree];
      leaves &= ~(reinterpret_cast<LeafBits>(values > split.threshold) & ruled_out);
    }
  }

  // Index of the last split of the same feature.
  size_t ends(size_t at) const {
    const int16_t feature = splits_[at].feature;
    const auto after = std::upper_bound(splits_.begin() + at, splits_.end(), feature,
                                        [](int16_t wanted, const Split& split) { return wanted < split.feature; });
    return static_cast<size_t>(after - splits_.begin()) - 1;
  }

  size_t trees_ = 0;
  std::vector<Split> splits_;
  std::vector<float> leaves_;
};

}  // namespace extractor
