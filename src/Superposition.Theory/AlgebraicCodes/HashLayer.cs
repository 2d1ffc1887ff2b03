using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.UniversalAnd;

namespace Superposition.AlgebraicCodes;

/// <summary>
/// An explicit universal AND for at most two active features with ε = 1/(4 + 2h) from d = N + (N − 1) h neurons, N = 2^k ≥ m. Features
/// are points of GF(N). A hash f has the neurons ReLU(C b), C_ax = (−1)^Tr(a f(x)) for a ≠ 0, the first hash both signs of them, and
/// one neuron adds up b. With x and y active, |C b| tells which of N − 1 classes f(x) + f(y) is in; the read-off of (k, l) says −ε,
/// adds 2ε for each of k, l that is active and 2ε for each hash under which the active pair has the class of (k, l). Where no two hashes
/// collide (<see cref="Collision"/>), another pair has at most one class in common. The proof stands in docs/algebraic-codes.md. Derived
/// for this project.
/// </summary>
public sealed class HashLayer
{
    /// <summary>Checks the hashes.</summary>
    /// <param name="features">m, at most the size of the field.</param>
    /// <param name="field">GF(N).</param>
    /// <param name="hashes">h ≥ 1 hashes.</param>
    /// <exception cref="ConstructionFailedException">
    /// Two hashes collide on the points 0 … m − 1, or the field has too few elements.
    /// </exception>
    public HashLayer(int features, BinaryField field, ImmutableArray<PairHash> hashes)
    {
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

        (Features, Field, Hashes) = (features, field, hashes);
    }

    /// <summary>m, the number of features.</summary>
    public int Features { get; }

    /// <summary>GF(N), N = 2^k.</summary>
    public BinaryField Field { get; }

    /// <summary>The h hashes.</summary>
    public ImmutableArray<PairHash> Hashes { get; }

    /// <summary>d = N + (N − 1) h.</summary>
    public int Neurons => Field.Size + (Field.Units * Hashes.Length);

    /// <summary>ε = 1/(4 + 2h), by the proof.</summary>
    public Fraction Epsilon => new(1, 4 + (2L * Hashes.Length));

    /// <summary>The network in whole numbers; its unit is 2ε/N.</summary>
    public IntegerNetwork ToIntegers() =>
        new(
            [.. Enumerable.Range(0, Features).Select(Column)], new int[Neurons], Row, constant: -Field.Size / 2,
            one: Field.Size * (2 + Hashes.Length));

    /// <summary>Errors by class on at most two active features, by counting pairs of one class.</summary>
    /// <exception cref="ConstructionFailedException">The inputs have more active features.</exception>
    public PredictedErrors Predict(SparseInputs inputs)
    {
        RequireTwoActive(inputs);
        var epsilon = Epsilon.Value;

        // Of the pairs without a common member, each class of each hash has N/2 − 1 besides the pair itself.
        var shared = Hashes.Length * ((Field.Size / 2.0) - 1) / ((Field.Size - 2) * (Field.Size - 3) / 2.0);
        var errors = PairClasses.Mix(inputs, (active, members) =>
        {
            var mean = members == 2 ? -epsilon : members == 1 ? epsilon : active == 2 ? epsilon * ((2 * shared) - 1) : -epsilon;
            return (mean, epsilon * epsilon);
        });
        return errors with { Bound = epsilon };
    }

    /// <summary>Refuses inputs for which nothing is proved.</summary>
    public static void RequireTwoActive(SparseInputs inputs)
    {
        if (inputs.Active > 2)
        {
            throw new ConstructionFailedException($"code: {inputs.Active} active features were asked for, expected at most 2: two more "
                + "of them can share a class with a pair under several hashes at once.");
        }
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
    /// The row of a pair in units of 2ε/N. The neurons of a hash other than the first give (|C b| + C b)/2: the first hash, which knows b,
    /// takes away what C b adds too much, which is one for the point x_e with f(x_e) = f(k) + f(l).
    /// </summary>
    private int[] Row(int k, int l)
    {
        var row = new int[Neurons];
        var spare = Hashes.Skip(1).Select(hash => hash.Point(hash.Class(k, l))).ToArray();
        for (var a = 1; a < Field.Size; a++)
        {
            var linear = Sign(0, a, k) + Sign(0, a, l) - spare.Sum(x => Sign(0, a, x));
            var product = Sign(0, a, k) * Sign(0, a, l);
            row[a - 1] = product + linear;
            row[Field.Units + a - 1] = product - linear;
            for (var e = 1; e < Hashes.Length; e++)
            {
                row[((e + 1) * Field.Units) + a - 1] = 2 * Sign(e, a, k) * Sign(e, a, l);
            }
        }

        row[^1] = 2 + Hashes.Length;
        return row;
    }

    private int Sign(int hash, int a, int x) => Field.Sign(Field.Multiply(a, Hashes[hash][x]));
}
