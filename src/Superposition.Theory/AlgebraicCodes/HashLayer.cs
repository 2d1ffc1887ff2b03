using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.UniversalAnd;

namespace Superposition.AlgebraicCodes;

/// <summary>
/// An explicit universal AND from d = N + (N − 1) h neurons, N = 2^k ≥ m: ε = 1/(4 + 2h) for at most two active features and
/// h/(6h − 4), h ≥ 3, for at most three. Features are points of GF(N). A hash f has the neurons ReLU(C b), C_ax = (−1)^Tr(a f(x)) for
/// a ≠ 0, the first hash both signs of them, and one neuron adds up b. Read with C_ak C_al, |C b| counts the active pairs whose class
/// f(x) + f(y) is that of (k, l), with three active one half for each. The read-off of (k, l) (<see cref="HashReadOff"/>) adds a part of
/// that count over all hashes to a part of b_k + b_l and a constant. Where no two hashes collide (<see cref="Collision"/>), another pair
/// has at most one class in common. The proofs stand in docs/algebraic-codes.md. Derived for this project.
/// </summary>
public sealed class HashLayer
{
    /// <summary>Makes the layer after checking that no two hashes collide on the features, the premise of the proof of its ε.</summary>
    /// <param name="features">m, at most the size of the field.</param>
    /// <param name="field">GF(N).</param>
    /// <param name="hashes">h ≥ 1 hashes.</param>
    /// <param name="active">s, the number of features that are active at most: 2, or 3 with three hashes or more.</param>
    /// <exception cref="ConstructionFailedException">
    /// Two hashes collide on the points 0 … m − 1, the field has too few elements, or nothing is proved for so many active features.
    /// </exception>
    public HashLayer(int features, BinaryField field, ImmutableArray<PairHash> hashes, int active = 2)
    {
        ReadOff = HashReadOff.For(active, hashes.Length, field.Size);
        if (features < 2 || features > field.Size)
        {
            throw new ConstructionFailedException(
                $"code: {features} features were asked for, expected from 2 to {field.Size}, the elements of GF(2^{field.Degree}).");
        }

        for (var i = 0; i < hashes.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Collision.Find(hashes[j], hashes[i], features) is { } collision)
                {
                    throw new ConstructionFailedException(
                        $"code: in GF(2^{field.Degree}) {collision}. Expected hashes of which no two collide.");
                }
            }
        }

        (Features, Field, Hashes, Active) = (features, field, hashes, active);
    }

    /// <summary>s, the number of features that are active at most: 2 or 3.</summary>
    public int Active { get; }

    /// <summary>m, the number of features.</summary>
    public int Features { get; }

    /// <summary>GF(N), N = 2^k ≥ m, the field whose elements stand for the features.</summary>
    public BinaryField Field { get; }

    /// <summary>The h ≥ 1 hashes, no two of which collide on the features; each adds N − 1 neurons.</summary>
    public ImmutableArray<PairHash> Hashes { get; }

    /// <summary>The number of neurons, d = N + (N − 1) h, one of which adds up all features.</summary>
    public int Neurons => Field.Size + (Field.Units * Hashes.Length);

    /// <summary>The whole numbers of its read-off.</summary>
    public HashReadOff ReadOff { get; }

    /// <summary>ε by the proof: 1/(4 + 2h) with at most 2 active, h/(6h − 4) with at most 3.</summary>
    public Fraction Epsilon => new(-ReadOff.Constant, ReadOff.One);

    /// <summary>The network in whole numbers; ε is minus its constant.</summary>
    public IntegerNetwork ToIntegers() =>
        new([.. Enumerable.Range(0, Features).Select(Column)], new int[Neurons], Row, ReadOff.Constant, ReadOff.One) { Active = Active };

    /// <summary>Errors by class on inputs that the code is for, by counting pairs of one class.</summary>
    /// <exception cref="ConstructionFailedException">The inputs have more active features.</exception>
    public PredictedErrors Predict(SparseInputs inputs)
    {
        if (inputs.Active > Active)
        {
            throw new ConstructionFailedException(
                $"code: the errors for {inputs.Active} active features were asked for, expected at most the {Active} that it is for.");
        }

        // Every feature outside of a pair has one partner under each hash with which it has the class of the pair, another each time.
        double points = Field.Size, hashes = Hashes.Length;
        var (shared, twice) = (hashes / (points - 3), hashes * (hashes - 1) / Math.Max(1, (points - 3) * (points - 4)));
        var errors = PairClasses.Mix(inputs, (active, members) =>
        {
            var (same, linear, constant) = ReadOff.Parts(active);
            var others = active - members;
            var pairs = others * (others - 1) / 2;
            var count = members == 2 ? hashes : pairs * shared;
            var square = members == 2 ? hashes * hashes : (pairs * shared) + (pairs == 3 ? 6 * twice : 0);
            var offset = constant + (linear * members) - (members == 2 ? 1 : 0);
            return (offset + (same * count), (offset * offset) + (2 * offset * same * count) + (same * same * square));
        });
        return errors with { Bound = Epsilon.Value };
    }

    /// <summary>
    /// Multiplication of all points by a generator, and squaring: permutations that leave the code as it is when its hashes are powers and
    /// all points are features. None otherwise.
    /// </summary>
    public IReadOnlyList<NetworkSymmetry> Symmetries()
    {
        if (Features < Field.Size || Hashes.Any(hash => hash.Exponent is null))
        {
            return [];
        }

        const int generator = 2;
        return
        [
            Symmetry(
                x => Field.Multiply(generator, x), (a, e) => Field.Multiply(a, Field.Power(generator, Field.Units - (e % Field.Units)))),
            Symmetry(x => Field.Multiply(x, x), (a, _) => Field.Multiply(a, a)),
        ];
    }

    /// <summary>The permutation x ↦ point(x) of features, under which the neuron a of the hash x^e goes to row(a, e).</summary>
    private NetworkSymmetry Symmetry(Func<int, int> point, Func<int, int, int> row)
    {
        var neurons = new int[Neurons];
        for (var block = 0; block <= Hashes.Length; block++)
        {
            for (var a = 1; a < Field.Size; a++)
            {
                neurons[(block * Field.Units) + a - 1] = (block * Field.Units) + row(a, Hashes[Math.Max(0, block - 1)].Exponent!.Value) - 1;
            }
        }

        neurons[^1] = Neurons - 1;
        return new NetworkSymmetry([.. Enumerable.Range(0, Field.Size).Select(point)], neurons);
    }

    /// <summary>The weights of one feature: the first hash, the first hash with opposite signs, the other hashes, and 1.</summary>
    private int[] Column(int x)
    {
        var column = new int[Neurons];
        for (var a = 1; a < Field.Size; a++)
        {
            column[a - 1] = Sign(0, a, x);
            column[Field.Units + a - 1] = -column[a - 1];
            for (var e = 1; e < Hashes.Length; e++)
            {
                column[((e + 1) * Field.Units) + a - 1] = Sign(e, a, x);
            }
        }

        column[^1] = 1;
        return column;
    }

    /// <summary>
    /// The row of a pair in the units of <see cref="HashReadOff"/>. The neurons of a hash other than the first give (|C b| + C b)/2: the
    /// first hash, which knows b, takes away what C b adds too much, which is one for the point x_e with f(x_e) = f(k) + f(l).
    /// </summary>
    private int[] Row(int k, int l)
    {
        var row = new int[Neurons];
        var spare = Hashes.Skip(1).Select(hash => hash.Point(hash.Class(k, l))).ToArray();
        for (var a = 1; a < Field.Size; a++)
        {
            var linear = (ReadOff.Linear * (Sign(0, a, k) + Sign(0, a, l))) - (ReadOff.Same * spare.Sum(x => Sign(0, a, x)));
            var product = ReadOff.Same * Sign(0, a, k) * Sign(0, a, l);
            row[a - 1] = product + linear;
            row[Field.Units + a - 1] = product - linear;
            for (var e = 1; e < Hashes.Length; e++)
            {
                row[((e + 1) * Field.Units) + a - 1] = 2 * ReadOff.Same * Sign(e, a, k) * Sign(e, a, l);
            }
        }

        row[^1] = (2 * ReadOff.Linear) + (ReadOff.Same * Hashes.Length);
        return row;
    }

    private int Sign(int hash, int a, int x) => Field.Sign(Field.Multiply(a, Hashes[hash][x]));
}
