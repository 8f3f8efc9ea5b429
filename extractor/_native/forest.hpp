// The scores of rows by trees, for 64 rows at a time: each condition, node and leaf has one bit for each row.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

namespace extractor {

constexpr size_t ROWS = 64;  // the bits of a word
constexpr size_t LANES = 4;  // values that one instruction compares
constexpr size_t STEPS = ROWS / LANES;
constexpr size_t MAX_LEAVES = 256;  // of a tree: the number of a leaf is a byte
constexpr uint64_t ALL = ~uint64_t{0};

// The arrays of `Plan`, made of a forest that `forest.check` accepted.
struct ForestPlan {
    const int32_t* feature;  // of each condition
    const float* threshold;
    size_t conditions;
    const int32_t* first;  // for each tree its first inner node, and one entry more
    size_t trees;
    const int32_t* condition;  // of each inner node
    const int32_t* left;       // the places of its children in the tree: inner nodes, then leaves
    const int32_t* right;
    const float* value;  // of each leaf
};

// The bit of a row: a comparison of four values at once gives a bit each of four numbers of 16 bits.
inline size_t bit_of(size_t row) { return row % LANES * STEPS + row / LANES; }

inline uint64_t at_most(const float* values, float threshold) {
    uint32_t lanes[LANES] = {};
    for (size_t step = 0; step < STEPS; step++)
        for (size_t lane = 0; lane < LANES; lane++)
            lanes[lane] |= uint32_t{values[step * LANES + lane] <= threshold} << step;
    uint64_t found = 0;
    for (size_t lane = 0; lane < LANES; lane++) found |= uint64_t{lanes[lane]} << (lane * STEPS);
    return found;
}

// Return the lowest of the values that are not NaN.
inline float lowest(const float* values) {
    float lanes[LANES];
    std::fill(lanes, lanes + LANES, std::numeric_limits<float>::infinity());
    for (size_t step = 0; step < STEPS; step++)
        for (size_t lane = 0; lane < LANES; lane++) {
            const float value = values[step * LANES + lane];
            lanes[lane] = value < lanes[lane] ? value : lanes[lane];
        }
    return *std::min_element(lanes, lanes + LANES);
}

// Set for each condition the rows that meet it; `columns` has `stride` values for each feature.
inline void compare(const ForestPlan& plan, const float* columns, size_t stride, size_t rows, uint64_t* met) {
    float padded[ROWS] = {};
    for (size_t each = 0; each < plan.conditions;) {
        const int32_t feature = plan.feature[each];
        const float* values = columns + feature * stride;
        if (rows < ROWS) {
            std::copy(values, values + rows, padded);
            values = padded;
        }
        const float low = lowest(values);
        // Thresholds ascend.
        while (each < plan.conditions && plan.feature[each] == feature && plan.threshold[each] < low) met[each++] = 0;
        for (uint64_t found = 0; each < plan.conditions && plan.feature[each] == feature; each++) {
            if (found != ALL) found = at_most(values, plan.threshold[each]);
            met[each] = found;
        }
    }
}

// For each byte, its bits as bytes of 0 or 1.
constexpr std::array<uint64_t, 256> spread() {
    std::array<uint64_t, 256> found{};
    for (size_t byte = 0; byte < found.size(); byte++)
        for (size_t bit = 0; bit < 8; bit++) found[byte] |= uint64_t{byte >> bit & 1} << (8 * bit);
    return found;
}
constexpr std::array<uint64_t, 256> SPREAD = spread();

// Add to each sum the value of the leaf that the row reaches. `leaves` has the rows of each leaf, and is overwritten.
inline void add(uint64_t* leaves, size_t count, const float* value, float* sums) {
    uint64_t numbers[ROWS / 8] = {};  // of the leaf that each row reaches, a byte each
    for (size_t bit = 0; count > 1; bit++, count = (count + 1) / 2) {
        uint64_t plane = 0;  // the rows whose number has this bit
        for (size_t pair = 0; pair < count / 2; pair++) {
            plane |= leaves[2 * pair + 1];
            leaves[pair] = leaves[2 * pair] | leaves[2 * pair + 1];
        }
        if (count % 2) leaves[count / 2] = leaves[count - 1];
        for (size_t byte = 0; byte < ROWS / 8; byte++) numbers[byte] |= SPREAD[plane >> (8 * byte) & 0xFF] << bit;
    }
    for (size_t byte = 0; byte < ROWS / 8; byte++)
        for (size_t row = 0; row < 8; row++) sums[8 * byte + row] += value[numbers[byte] >> (8 * row) & 0xFF];
}

// Write the score of each row; `columns` has the values of all rows for each feature.
inline void score(const ForestPlan& plan, const float* columns, size_t rows, float* scores) {
    std::vector<uint64_t> met(plan.conditions);
    uint64_t reached[2 * MAX_LEAVES - 1];  // the inner nodes of a tree, and then its leaves
    for (size_t start = 0; start < rows; start += ROWS) {
        const size_t count = std::min(ROWS, rows - start);
        compare(plan, columns + start, rows, count, met.data());
        float sums[ROWS] = {};
        for (size_t tree = 0; tree < plan.trees; tree++) {
            const size_t first = plan.first[tree], inner = plan.first[tree + 1] - first;
            if (inner >= MAX_LEAVES) throw std::out_of_range("a tree has too many leaves");
            const int32_t *condition = plan.condition + first, *left = plan.left + first, *right = plan.right + first;
            reached[0] = ALL;
            for (size_t node = 0; node < inner; node++) {
                const uint64_t here = reached[node], goes_left = met[condition[node]];
                reached[left[node]] = here & goes_left;
                reached[right[node]] = here & ~goes_left;
            }
            add(reached + inner, inner + 1, plan.value + first + tree, sums);
        }
        for (size_t row = 0; row < count; row++) scores[start + row] = sums[bit_of(row)];
    }
}

}  // namespace extractor
