#include "port/nonos/p256.h"

#include "core/base/flash.h"
#include "port/nonos/p256_number.h"

namespace smr {
namespace p256 {

namespace {

constexpr unsigned kBits = 256;

// FIPS 186-5 and SP 800-186, "Curve P-256": the constant of the curve and its base point. y² = x³ - 3x + b.
SMR_IN_FLASH const uint32_t kCurve[3][8] = {
    {0x27D2604B, 0x3BCE3C3E, 0xCC53B0F6, 0x651D06B0, 0x769886BC, 0xB3EBBD55, 0xAA3A93E7, 0x5AC635D8},
    {0xD898C296, 0xF4A13945, 0x2DEB33A0, 0x77037D81, 0x63A440F2, 0xF8BCE6E5, 0xE12C4247, 0x6B17D1F2},
    {0x37BF51F5, 0xCBB64068, 0x6B315ECE, 0x2BCE3357, 0x7C0F9E16, 0x8EE7EB4A, 0xFE1A7F9B, 0x4FE342E2},
};

// In Jacobian coordinates: x = X/Z², y = Y/Z³. With Z = 0 the point at infinity. All in Montgomery's form.
struct Point {
    Number x;
    Number y;
    Number z;
};

class Curve {
public:
    Curve() : field_(field()) {
        Number one = {};
        one.words[0] = 1;
        multiply(field_, one, field_.square, &one_);
    }

    // The point with these coordinates; false if it is none of the curve.
    bool take(const Number& x, const Number& y, Point* to) const {
        if (!is_below(x, field_.value) || !is_below(y, field_.value)) {
            return false;
        }
        multiply(field_, x, field_.square, &to->x);
        multiply(field_, y, field_.square, &to->y);
        to->z = one_;
        Number right;
        multiply(field_, to->x, to->x, &right);
        for (unsigned times = 0; times < 3; ++times) {
            subtract(field_, right, one_, &right);
        }
        multiply(field_, right, to->x, &right);
        Number left = constant(0);
        multiply(field_, left, field_.square, &left);
        add(field_, right, left, &right);
        multiply(field_, to->y, to->y, &left);
        return is_same(left, right);
    }

    void base(Point* to) const { take(constant(1), constant(2), to); }

    // "dbl-2001-b" of the Explicit-Formulas Database, for curves with -3.
    void twice(Point* point) const {
        Number delta;
        Number gamma;
        Number beta;
        Number alpha;
        multiply(field_, point->z, point->z, &delta);
        multiply(field_, point->y, point->y, &gamma);
        multiply(field_, point->x, gamma, &beta);
        add(field_, point->x, delta, &alpha);
        subtract(field_, point->x, delta, &point->x);
        multiply(field_, alpha, point->x, &point->x);
        add(field_, point->x, point->x, &alpha);
        add(field_, alpha, point->x, &alpha);
        // Z = (Y + Z)² - γ - δ
        add(field_, point->y, point->z, &point->z);
        multiply(field_, point->z, point->z, &point->z);
        subtract(field_, point->z, gamma, &point->z);
        subtract(field_, point->z, delta, &point->z);
        // X = α² - 8β
        double_twice(&beta);
        multiply(field_, alpha, alpha, &point->x);
        subtract(field_, point->x, beta, &point->x);
        subtract(field_, point->x, beta, &point->x);
        // Y = α (4β - X) - 8γ²
        subtract(field_, beta, point->x, &beta);
        multiply(field_, alpha, beta, &point->y);
        multiply(field_, gamma, gamma, &gamma);
        double_twice(&gamma);
        subtract(field_, point->y, gamma, &point->y);
        subtract(field_, point->y, gamma, &point->y);
    }

    // Adds a point, which may be any: the same one, its opposite, none.
    void add_point(Point* to, const Point& other) const {
        if (is_zero(other.z)) {
            return;
        }
        if (is_zero(to->z)) {
            *to = other;
            return;
        }
        // "add-1998-cmo-2": U1 = X1 Z2², U2 = X2 Z1², S1 = Y1 Z2³, S2 = Y2 Z1³, H = U2 - U1, R = S2 - S1
        Number u;
        Number s;
        Number h;
        Number r;
        multiply(field_, other.z, other.z, &r);
        multiply(field_, to->x, r, &u);
        multiply(field_, r, other.z, &r);
        multiply(field_, to->y, r, &s);
        multiply(field_, to->z, to->z, &r);
        multiply(field_, other.x, r, &h);
        subtract(field_, h, u, &h);
        multiply(field_, r, to->z, &r);
        multiply(field_, other.y, r, &r);
        subtract(field_, r, s, &r);
        if (is_zero(h)) {
            if (is_zero(r)) {
                twice(to);
            } else {
                to->z = Number{};
            }
            return;
        }
        // Z = Z1 Z2 H, X = R² - H³ - 2 U1 H², Y = R (U1 H² - X) - S1 H³
        multiply(field_, to->z, other.z, &to->z);
        multiply(field_, to->z, h, &to->z);
        multiply(field_, h, h, &to->y);
        multiply(field_, u, to->y, &u);
        multiply(field_, h, to->y, &h);
        multiply(field_, r, r, &to->x);
        subtract(field_, to->x, h, &to->x);
        subtract(field_, to->x, u, &to->x);
        subtract(field_, to->x, u, &to->x);
        subtract(field_, u, to->x, &u);
        multiply(field_, r, u, &r);
        multiply(field_, s, h, &s);
        subtract(field_, r, s, &to->y);
    }

    // Whether the x of a point, which is not at infinity, is `r` modulo the order of the curve: r, or r and the order, which is a little below the prime.
    // In a frame of its own, as everything that is not needed while points are added: a stack of 4 KB has more to hold.
    __attribute__((noinline)) bool has_x(const Point& point, const Number& r) const {
        Number square;
        multiply(field_, point.z, point.z, &square);
        Number wanted = r;
        if (is_product(wanted, square, point.x)) {
            return true;
        }
        add(field_, r, order().value, &wanted);
        const bool is_beyond_prime = is_below(wanted, r);
        return !is_beyond_prime && is_product(wanted, square, point.x);
    }

private:
    static Number constant(unsigned which) {
        Number number;
        for (unsigned index = 0; index < 8; ++index) {
            number.words[index] = kCurve[which][index];
        }
        return number;
    }

    // `x` in plain form, the others in Montgomery's.
    bool is_product(const Number& x, const Number& square, const Number& wanted) const {
        Number product;
        multiply(field_, x, field_.square, &product);
        multiply(field_, product, square, &product);
        return is_same(product, wanted);
    }

    void double_twice(Number* number) const {
        add(field_, *number, *number, number);
        add(field_, *number, *number, number);
    }

    Modulus field_;
    Number one_;
};

bool bit_of(const Number& number, unsigned bit) { return (number.words[bit / 32] >> (bit % 32) & 1) != 0; }

// The factors of the base point and of the key: the digest and r, divided by s. In a frame of its own, which is gone before the points come.
__attribute__((noinline)) bool find_factors(const Number& r, const Number& s, const uint8_t digest[32], Number* of_base,
                                            Number* of_key) {
    const Modulus modulus = order();
    if (is_zero(r) || is_zero(s) || !is_below(r, modulus.value) || !is_below(s, modulus.value)) {
        return false;
    }
    Number inverse;
    multiply(modulus, s, modulus.square, &inverse);
    invert(modulus, inverse, &inverse);
    *of_base = number_at(digest);
    reduce(modulus, of_base);
    // One factor in Montgomery's form and one not: the product is not.
    multiply(modulus, *of_base, inverse, of_base);
    multiply(modulus, r, inverse, of_key);
    return true;
}

// Whether r is the x of the sum of both points, each so many times, modulo the order of the curve.
__attribute__((noinline)) bool is_sum(const uint8_t key[64], const Number& of_base, const Number& of_key, const Number& r) {
    const Curve curve;
    Point key_point;
    if (!curve.take(number_at(key), number_at(key + 32), &key_point)) {
        return false;
    }
    Point base;
    curve.base(&base);
    Point both = base;
    curve.add_point(&both, key_point);
    Point sum = {};
    for (unsigned bit = kBits; bit > 0;) {
        --bit;
        curve.twice(&sum);
        const bool with_base = bit_of(of_base, bit);
        const bool with_key = bit_of(of_key, bit);
        if (with_base || with_key) {
            curve.add_point(&sum, !with_key ? base : with_base ? both : key_point);
        }
    }
    return !is_zero(sum.z) && curve.has_x(sum, r);
}

}  // namespace

bool verify(const uint8_t key[64], const uint8_t digest[32], const uint8_t signature[64]) {
    const Number r = number_at(signature);
    Number of_base;
    Number of_key;
    return find_factors(r, number_at(signature + 32), digest, &of_base, &of_key) && is_sum(key, of_base, of_key, r);
}

}  // namespace p256
}  // namespace smr
