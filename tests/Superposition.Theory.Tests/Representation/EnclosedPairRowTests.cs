using Superposition.Booleans;
using Superposition.Networks;
using Superposition.Representation;
using static TorchSharp.torch;

namespace Superposition.Tests.Representation;

/// <summary>Rows of structured read-offs compared with exact arithmetic on the stored factors.</summary>
public class EnclosedPairRowTests
{
    private const int Features = 5;
    private const int Neurons = 7;

    [Theory]
    [InlineData(PairNormalisation.Constant, false, 0)]
    [InlineData(PairNormalisation.Constant, true, 0)]
    [InlineData(PairNormalisation.SharedNeurons, false, 0)]
    [InlineData(PairNormalisation.SharedNeurons, true, 0)]
    [InlineData(PairNormalisation.SharedNeurons, true, 1000)]
    public void Every_row_is_within_its_radius_of_the_exact_one_on_every_input(
        PairNormalisation normalisation, bool isCorrected, float shift)
    {
        using var scope = NewDisposeScope();
        using var generator = new Seed(21).Generator("factors");

        // Factors of one sign keep the sums that divide away from 0.
        var factors_dm = 0.1f + rand([Neurons, Features], generator: generator);
        var correction_cm = randn([2, Features], generator: generator);
        var pairs = PairAnds.All(Features);
        using var readOff = new PairReadOff(factors_dm, 0.3, normalisation, pairs, isCorrected ? correction_cm : null);
        var values = rand([12, Neurons], generator: generator).data<float>().ToArray();
        var activations = new InputActivations(values.Select(value => value + shift), Neurons, "twelve inputs");

        var (factors, corrections) = (Exact(factors_dm), isCorrected ? Exact(correction_cm) : []);
        var scale = (Dyadic)(double)0.3f;
        var rows = EnclosedPairRow.All(readOff, activations).ToArray();
        Assert.Equal(10, rows.Length);
        foreach (var ((k, l), (row, radius)) in pairs.Pairs.Zip(rows))
        {
            var norm = normalisation == PairNormalisation.SharedNeurons ? Shared(factors, k, l) : 1.0;
            for (var x = 0; x < activations.Inputs; x++)
            {
                // norm · (row·a − true row·a), both sides without a division.
                var distance = Dyadic.Zero;
                for (var i = 0; i < Neurons; i++)
                {
                    var exact = scale * ((factors[(i * Features) + k] * factors[(i * Features) + l]) + -Shared(corrections, k, l));
                    distance += ((norm * row.Weights[i]) + -exact) * ((Dyadic)activations[x][i] + activations.Offsets[i]);
                }

                Assert.True(distance.Size <= norm.Size * radius, $"pair {k}, {l}, input {x}");
            }

            Assert.Equal(0, row.Constant);

            // Some rounding of each of seven numbers below 10, times the size of the activations.
            Assert.InRange(radius, shift == 0 ? 1e-16 : 1e-13, 1e-13 * (1 + shift));
        }
    }

    private static Dyadic[] Exact(Tensor values) => [.. values.data<float>().ToArray().Select(value => (Dyadic)(double)value)];

    private static Dyadic Shared(Dyadic[] rows, int k, int l) =>
        Enumerable.Range(0, rows.Length / Features).Aggregate(
            Dyadic.Zero, (sum, i) => sum + (rows[(i * Features) + k] * rows[(i * Features) + l]));
}
