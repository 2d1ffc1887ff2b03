using Superposition.AttentionKeys;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.UniversalAnd;
using TorchSharp;

namespace Superposition.Tests.AttentionKeys;

/// <summary>One head tests gates of any two key features.</summary>
public class UniversalKeysTests
{
    [Theory]
    [InlineData(PairGate.And, 32)]
    [InlineData(PairGate.Or, 24)]
    [InlineData(PairGate.Or, 32)]
    [InlineData(PairGate.Xor, 32)]
    public void Scores_are_as_exact_as_proved(PairGate gate, int features)
    {
        var gates = new PairGates(features, gate);
        using var head = UniversalKeys.Head(gates);
        var errors = OutputErrors.Measure(head, gates, InputSample.All(new SparseInputs(features, 2, Sparsity.AtMost)));
        Assert.Equal(UniversalKeys.Epsilon(features, gate), errors.Epsilon, 1e-6);
        Assert.True(errors.Epsilon < 0.5 && errors.ThresholdErrors == 0);
        Assert.Equal(UniversalKeys.HeadDimension(features), head.Neurons);
        Assert.True(head.Neurons < gates.Count / 4);
    }

    [Fact]
    public void All_gates_read_the_same_keys()
    {
        using var and = UniversalKeys.Head(new PairGates(32, PairGate.And));
        using var xor = UniversalKeys.Head(new PairGates(32, PairGate.Xor));
        Assert.Equal(and.Layers[0].Weight.data<float>().ToArray(), xor.Layers[0].Weight.data<float>().ToArray());
    }

    [Fact]
    public void A_head_attends_to_the_token_that_passes_and_linear_keys_do_not()
    {
        var gates = new PairGates(32, PairGate.Xor);
        var inputs = new SparseInputs(32, 2, Sparsity.AtMost).All(1000).First();
        using var head = UniversalKeys.Head(gates);
        using var linear = UniversalKeys.LinearHead(gates, inputs);
        using var random = UniversalKeys.RandomHead(gates, inputs, new Seed(3));
        Assert.Equal(1, UniversalKeys.AttendsRight(head, gates, tokens: 32, tests: 100, new Seed(4)));
        Assert.InRange(UniversalKeys.AttendsRight(linear, gates, tokens: 32, tests: 100, new Seed(4)), 0, 0.05);
        Assert.InRange(UniversalKeys.AttendsRight(random, gates, tokens: 32, tests: 100, new Seed(4)), 0, 0.95);
    }

    [Fact]
    public void Values_of_gates_are_their_truth_tables()
    {
        Assert.Equal([0, 0, 1], Enumerable.Range(0, 3).Select(new PairGates(4, PairGate.And).ValueOf));
        Assert.Equal([0, 1, 1], Enumerable.Range(0, 3).Select(new PairGates(4, PairGate.Or).ValueOf));
        Assert.Equal([0, 1, 0], Enumerable.Range(0, 3).Select(new PairGates(4, PairGate.Xor).ValueOf));
    }

    [Fact]
    public void Building_leaves_no_tensor_behind()
    {
        var inputs = new SparseInputs(12, 2, Sparsity.AtMost).All(1000).First();
        Measure();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Measure();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Measure()
        {
            var gates = new PairGates(12, PairGate.Xor);
            using var head = UniversalKeys.Head(gates);
            using var linear = UniversalKeys.LinearHead(gates, inputs);
            using var random = UniversalKeys.RandomHead(gates, inputs, new Seed(3));
            UniversalKeys.AttendsRight(random, gates, 4, 5, new Seed(4));
        }
    }

    [Fact]
    public void One_head_tests_different_gates_of_different_pairs()
    {
        var circuit = CircuitText.Parse(
            "features 32\nboth = and x0 x1\neither = or x2 x31\ndiffer = xor x4 x5\noutputs both either differ", "three gates");
        using var head = UniversalKeys.Head(new SparseInputs(32, 2, Sparsity.AtMost), MultilinearPolynomial.OfAll(circuit, active: 2));
        var errors = OutputErrors.Measure(head, circuit, InputSample.All(new SparseInputs(32, 2, Sparsity.AtMost)));
        Assert.Equal(2.0 / 7, errors.Epsilon, 1e-5);
        Assert.Equal(0, errors.ThresholdErrors);
        var wrong = CircuitText.Parse("features 32\nthree = and x0 x1 x2\noutputs three", "a gate of three");
        Assert.Contains("expected the AND, OR or XOR of two features", Refusal(active: 2), StringComparison.Ordinal);
        Assert.Contains("expected at most 2, for which scores are proved", Refusal(active: 3), StringComparison.Ordinal);

        string Refusal(int active) => Assert.Throws<ConstructionFailedException>(() => UniversalKeys.Head(
            new SparseInputs(32, active, Sparsity.AtMost), MultilinearPolynomial.OfAll(wrong, active: 3))).Message;
    }
}
