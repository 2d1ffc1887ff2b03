using Superposition.AlgebraicCodes;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.UniversalAnd;

namespace Superposition.Tests.AlgebraicCodes;

/// <summary>
/// Hash layers have exactly the worst error that their proof gives, found by running them in whole numbers on every input.
/// </summary>
public class HashLayerTests
{
    [Theory]
    [InlineData(8, 1, 15)]
    [InlineData(8, 2, 22)]
    [InlineData(16, 1, 31)]
    [InlineData(20, 2, 94)]
    [InlineData(32, 1, 63)]
    [InlineData(32, 2, 94)]
    [InlineData(32, 3, 125)]
    [InlineData(32, 4, 156)]
    [InlineData(32, 5, 187)]
    [InlineData(32, 6, 218)]
    [InlineData(64, 2, 190)]
    public void The_worst_error_over_all_inputs_is_one_over_four_and_two_for_every_hash(int features, int hashes, int neurons)
    {
        var layer = HashChoice.ForFeatures(features, hashes);
        Assert.Equal(neurons, layer.Neurons);
        Assert.Equal(new Fraction(1, 4 + (2 * hashes)), layer.ToIntegers().WorstError());
        Assert.Equal(layer.Epsilon, layer.ToIntegers().WorstError(layer.Symmetries()));
    }

    [Theory]
    [InlineData(128, 3, 509)]
    [InlineData(128, 4, 636)]
    public void With_128_features_one_pair_of_each_orbit_is_enough(int features, int hashes, int neurons)
    {
        var layer = HashChoice.ForFeatures(features, hashes);
        Assert.Equal(neurons, layer.Neurons);
        Assert.NotEmpty(layer.Symmetries());
        Assert.Equal(new Fraction(1, 4 + (2 * hashes)), layer.ToIntegers().WorstError(layer.Symmetries()));
    }

    [Fact, Trait("Category", "Slow")]
    public void With_512_features_two_hashes_are_as_proved_and_no_three_powers_go_together()
    {
        var layer = HashChoice.ForFeatures(512, 2);
        Assert.Equal(512 + (511 * 2), layer.Neurons);
        Assert.Equal(new Fraction(1, 8), layer.ToIntegers().WorstError(layer.Symmetries()));
        Assert.Contains(
            "3 hashes of 512 features", Assert.Throws<ConstructionFailedException>(() => HashChoice.ForFeatures(512, 3)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 2)]
    [InlineData(24, 2)]
    [InlineData(32, 3)]
    public void The_network_has_the_errors_of_the_prediction(int features, int hashes)
    {
        var layer = HashChoice.ForFeatures(features, hashes);
        var inputs = new SparseInputs(features, 2, Sparsity.AtMost);
        using var network = layer.ToIntegers().ToNetwork(PairAnds.All(features));
        var measured = OutputErrors.Measure(network, PairAnds.All(features), InputSample.All(inputs));
        var predicted = layer.Predict(inputs);
        Assert.Equal(1.0 / (4 + (2 * hashes)), measured.Epsilon, 1e-6);
        Assert.Equal(measured.Epsilon, predicted.ExpectedMaximum(measured.Inputs), 1e-6);
        foreach (var expected in predicted.Classes)
        {
            Assert.Equal(expected.Mean, measured[expected.Class].Mean, 2e-3);
            Assert.Equal(expected.Std, measured[expected.Class].Std, 0.03 * expected.Std + 1e-3);
        }
    }

    [Theory]
    [InlineData(24, 3, 125, 3, 14)]
    [InlineData(32, 3, 125, 3, 14)]
    [InlineData(32, 4, 156, 1, 5)]
    [InlineData(32, 5, 187, 5, 26)]
    [InlineData(32, 6, 218, 3, 16)]
    public void With_three_active_features_the_same_neurons_are_read_differently(
        int features, int hashes, int neurons, int numerator, int denominator)
    {
        var layer = HashChoice.ForFeatures(features, hashes, active: 3);
        Assert.Equal(neurons, layer.Neurons);
        Assert.Equal(new Fraction(numerator, denominator), layer.Epsilon);
        Assert.Equal(layer.Epsilon, layer.ToIntegers().WorstError(layer.Symmetries()));
    }

    [Theory]
    [InlineData(24, Sparsity.AtMost)]
    [InlineData(32, Sparsity.AtMost)]
    [InlineData(32, Sparsity.Exactly)]
    public void Errors_with_three_active_features_are_predicted_by_class(int features, Sparsity sparsity)
    {
        var layer = HashChoice.ForFeatures(features, 4, active: 3);
        var inputs = new SparseInputs(features, 3, sparsity);
        using var network = layer.ToIntegers().ToNetwork(PairAnds.All(features));
        var measured = OutputErrors.Measure(network, PairAnds.All(features), InputSample.All(inputs));
        Assert.Equal(0.2, measured.Epsilon, 1e-6);
        foreach (var expected in layer.Predict(inputs).Classes)
        {
            Assert.Equal(expected.Mean, measured[expected.Class].Mean, features == 32 ? 1e-5 : 5e-3);
            Assert.Equal(expected.Std, measured[expected.Class].Std, features == 32 ? 1e-5 : 0.03 * expected.Std);
        }
    }

    [Theory]
    [InlineData(3, 2, "expected at least 3 hashes")]
    [InlineData(4, 6, "expected at most 3")]
    public void Codes_that_would_be_no_better_than_the_raw_input_are_refused(int active, int hashes, string says) =>
        Assert.Contains(
            says, Assert.Throws<ConstructionFailedException>(() => HashChoice.ForFeatures(32, hashes, active)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_code_for_two_active_features_predicts_nothing_for_three() =>
        Assert.Contains(
            "expected at most the 2",
            Assert.Throws<ConstructionFailedException>(() =>
                HashChoice.ForFeatures(32, 3).Predict(new SparseInputs(32, 3, Sparsity.AtMost))).Message, StringComparison.Ordinal);

    [Fact]
    public void Exponents_that_collide_are_refused_with_two_pairs_that_do()
    {
        // Powers of 16 elements: x and x^7 are one-to-one, and no power goes with x there.
        var refusal = Assert.Throws<ConstructionFailedException>(() => HashChoice.ForExponents(16, [1, 7]));
        Assert.Matches(@"x and x\^7 collide: the pairs \{\d+, \d+\} and \{\d+, \d+\} share their classes under both", refusal.Message);
    }

    [Fact]
    public void The_pairs_named_in_a_collision_do_share_their_classes()
    {
        var field = new BinaryField(4);
        var (first, second) = (PairHash.Power(field, 1), PairHash.Power(field, 7));
        var collision = Collision.Find(first, second, 16)!;
        Assert.NotEqual(collision.Pair, collision.Other);
        Assert.Equal(first.Class(collision.Pair.X, collision.Pair.Y), first.Class(collision.Other.X, collision.Other.Y));
        Assert.Equal(second.Class(collision.Pair.X, collision.Pair.Y), second.Class(collision.Other.X, collision.Other.Y));
    }

    [Fact]
    public void An_exponent_that_is_not_one_to_one_is_refused()
    {
        var refusal = Assert.Throws<ConstructionFailedException>(() => HashChoice.ForExponents(16, [1, 3]));
        Assert.Contains("x^3 takes the same value at", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_hashes_than_any_field_has_are_refused() =>
        Assert.Contains(
            "expected fewer hashes or features", Assert.Throws<ConstructionFailedException>(() => HashChoice.ForFeatures(200, 20)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Powers_give_a_second_hash_in_odd_dimensions_only() =>
        Assert.Equal(
            [true, false, true, false, true], Enumerable.Range(3, 5).Select(k => HashChoice.Exponents(new BinaryField(k), 2) is not null));

    [Fact]
    public void A_permutation_that_changes_the_network_is_refused()
    {
        var layer = HashChoice.ForFeatures(8, 1);
        var wrong = new NetworkSymmetry([1, 0, 2, 3, 4, 5, 6, 7], [.. Enumerable.Range(0, layer.Neurons)]);
        Assert.Contains(
            "stays the same", Assert.Throws<ArgumentException>(() => layer.ToIntegers().WorstError(wrong)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_wrong_number_shows_in_the_worst_error()
    {
        // One neuron, one pair: ReLU(b_0 + b_1 − 1), read as it is; a constant of 1 in units of 1/5 makes every output wrong by 1/5.
        var right = new IntegerNetwork([[1], [1]], [-1], (_, _) => [5], constant: 0, one: 5);
        var wrong = new IntegerNetwork([[1], [1]], [-1], (_, _) => [5], constant: 1, one: 5);
        Assert.Equal(new Fraction(0, 1), right.WorstError());
        Assert.Equal(new Fraction(1, 5), wrong.WorstError());
    }
}
