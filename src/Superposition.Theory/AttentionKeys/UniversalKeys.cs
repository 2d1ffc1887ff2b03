using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.AttentionKeys;

/// <summary>
/// One attention head whose query–key product tests a gate of any two features of the token that it looks at (stated in the post of the
/// authors of arXiv 2408.05451, on universal keys; this head is derived here). The key of a token with features b are the activations a =
/// ReLU(±H b) of a layer before it, H the columns of a Paley–Hadamard matrix of order N; a query is a vector of the same 2N dimensions,
/// one for each pair and gate. All queries read the same keys. A head that has a dimension for each test would need C(m, 2) dimensions for
/// each gate. As a network its last activations are the keys, and the rows of its read-off the queries.
/// </summary>
public static class UniversalKeys
{
    /// <summary>2N, the dimension of the head for m key features.</summary>
    public static int HeadDimension(int features) => 2 * PaleyMatrix.WithColumns(features).Order;

    /// <summary>
    /// The largest |q·k − gate| over tokens with at most two active features: κ/(1 + 3κ) for AND and OR, 2κ/(1 + 3κ) for XOR. The
    /// head reads λ(b_k + b_l) + μP, where P is 1 when k and l are the two active features, 0 when one of them is or fewer than two
    /// features are active, and within ±κ otherwise; λ and μ balance the errors.
    /// </summary>
    public static double Epsilon(int features, PairGate gate)
    {
        var kappa = Kappa(features);
        return (gate == PairGate.Xor ? 2 : 1) * kappa / (1 + (3 * kappa));
    }

    /// <summary>The head for one gate of every pair.</summary>
    public static ReluNetwork Head(PairGates gates) =>
        Head(gates.Features, [.. gates.Pairs.Select(pair => (gates.Gate, pair.First, pair.Second))]);

    /// <summary>The head with a query for each output of a circuit of gates of two features.</summary>
    /// <param name="inputs">The inputs, with at most two active features.</param>
    /// <param name="outputs">AND, OR or XOR of two features each, as sums of ANDs.</param>
    /// <exception cref="ConstructionFailedException">More features are active, or an output is another function.</exception>
    public static ReluNetwork Head(SparseInputs inputs, IReadOnlyList<MultilinearPolynomial> outputs) => inputs.Active > 2
        ? throw new ConstructionFailedException(
            $"keys: {inputs.Active} active features were asked for, expected at most 2, for which scores are proved.")
        : Head(inputs.Features, [.. outputs.Select(output => GateOf(output) ?? throw new ConstructionFailedException(
            $"keys: an output is {output}, expected the AND, OR or XOR of two features, which the queries test."))]);

    private static ReluNetwork Head(int features, ImmutableArray<(PairGate Gate, int First, int Second)> tests)
    {
        using var scope = NewDisposeScope();
        var matrix = PaleyMatrix.WithColumns(features);
        var sign_nm = tensor(
            Enumerable.Range(0, matrix.Order)
                .SelectMany(row => Enumerable.Range(0, features).Select(column => (float)matrix[row, column])).ToArray(),
                [matrix.Order, features]);
        var weights = tests.Select(test => test.Gate).Distinct().ToDictionary(gate => gate, gate => Weights(features, gate));
        Tensor Weighted(Func<(double Linear, double Product), double> part) =>
            tensor(tests.Select(test => (float)part(weights[test.Gate])).ToArray(), [tests.Length, 1]);
        var first_gn = sign_nm.t().index_select(0, tensor(tests.Select(test => (long)test.First).ToArray()));
        var second_gn = sign_nm.t().index_select(0, tensor(tests.Select(test => (long)test.Second).ToArray()));
        var sum_gn = (first_gn + second_gn) * Weighted(weight => weight.Linear);
        var both_gn = first_gn * second_gn * Weighted(weight => weight.Product);
        var queries_gd = cat([both_gn + sum_gn, both_gn - sum_gn], 1) / matrix.Order;
        return new ReluNetwork([new ReluLayer(cat([sign_nm, -sign_nm]), zeros(2 * matrix.Order))], new DenseReadOff(queries_gd));
    }

    /// <summary>The weights λ of b_k + b_l and μ of b_k b_l with which a query asks for a gate.</summary>
    private static (double Linear, double Product) Weights(int features, PairGate gate)
    {
        var epsilon = Epsilon(features, gate);
        return gate switch
        {
            PairGate.And => (epsilon, 1 - (3 * epsilon)),
            PairGate.Or => (1 - epsilon, (3 * epsilon) - 1),
            _ => (1 - epsilon, (3 * epsilon) - 2),
        };
    }

    private static (PairGate Gate, int First, int Second)? GateOf(MultilinearPolynomial output)
    {
        if (output.Terms is not [.. var single, { Features: [var k, var l], Coefficient: var both }])
        {
            return null;
        }

        var isBoth = single is [{ Features: [var i], Coefficient: 1 }, { Features: [var j], Coefficient: 1 }] && i == k && j == l;
        return (isBoth, both) switch
        {
            (false, 1) when single.Length == 0 => (PairGate.And, k, l),
            (true, -1) => (PairGate.Or, k, l),
            (true, -2) => (PairGate.Xor, k, l),
            _ => null,
        };
    }

    /// <summary>
    /// A control: linear keys, k = (b, 1), with the queries of least squares over the inputs. A query can weigh b_k + b_l and nothing else
    /// that depends on the pair, so no query tests XOR.
    /// </summary>
    public static ReluNetwork LinearHead(PairGates gates, ActiveSets inputs)
    {
        using var scope = NewDisposeScope();
        var x_nm = inputs.ToDense(gates.Features);
        return Fitted(cat([x_nm, ones(inputs.Count, 1)], 1), gates, inputs, []);
    }

    /// <summary>
    /// A control: keys from a random layer of the same dimension, ReLU(W b + β) with Gaussian W and β, with the queries of least squares
    /// over the inputs.
    /// </summary>
    public static ReluNetwork RandomHead(PairGates gates, ActiveSets inputs, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = seed.Generator("random-keys");
        var dimension = HeadDimension(gates.Features);
        var layer = new ReluLayer(randn(dimension, gates.Features, generator: generator), randn(dimension, generator: generator));
        var keys_nd = layer.call(inputs.ToDense(gates.Features));
        return Fitted(cat([keys_nd, ones(inputs.Count, 1)], 1), gates, inputs, [layer]);
    }

    /// <summary>
    /// The share of tests in which the head attends most to the right token of a sequence: one that passes the test, among one that has as
    /// many of the two features as would pass another gate, and tokens with two random features that fail.
    /// </summary>
    /// <param name="head">Keys and queries.</param>
    /// <param name="gates">What the queries test.</param>
    /// <param name="tokens">Length of a sequence, from 3 on.</param>
    /// <param name="tests">How many sequences, each with a query of its own.</param>
    /// <param name="seed">Draws them.</param>
    public static double AttendsRight(ReluNetwork head, PairGates gates, int tokens, int tests, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 3);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var random = seed.Stream("sequences");
        var right = 0;
        for (var test = 0; test < tests; test++)
        {
            var query = random.Next(gates.Count);
            var sequence = Sequence(gates, query, tokens, random);
            using var inner = NewDisposeScope();
            var scores = head.Run(sequence).slice(1, query, query + 1, 1).flatten();
            right += scores.argmax().item<long>() == 0 ? 1 : 0;
        }

        return (double)right / tests;
    }

    /// <summary>The right token first.</summary>
    private static ActiveSets Sequence(PairGates gates, int query, int tokens, Random random)
    {
        var (k, l) = gates.Pairs[query];
        int Other() =>
            Enumerable.Repeat(0, int.MaxValue).Select(_ => random.Next(gates.Features)).First(feature => feature != k && feature != l);
        int[] one = [.. new[] { k, Other() }.Order()], both = [k, l];
        var sequence = new List<int[]> { gates.Gate == PairGate.And ? both : one };
        if (gates.Gate != PairGate.Or)
        {
            sequence.Add(gates.Gate == PairGate.And ? one : both);
        }

        while (sequence.Count < tokens)
        {
            var first = Other();
            var second = Other();
            if (first != second)
            {
                sequence.Add([Math.Min(first, second), Math.Max(first, second)]);
            }
        }

        return new ActiveSets([.. sequence.SelectMany(token => token)], [.. Enumerable.Range(0, tokens + 1).Select(token => 2 * token)]);
    }

    private static ReluNetwork Fitted(Tensor keys_nd, PairGates gates, ActiveSets inputs, ReluLayer[] layers)
    {
        using var scope = NewDisposeScope();
        var classes = new byte[gates.Count];
        var values = new double[inputs.Count * gates.Count];
        for (var i = 0; i < inputs.Count; i++)
        {
            gates.Classify(inputs[i], classes);
            for (var g = 0; g < classes.Length; g++)
            {
                values[(i * gates.Count) + g] = gates.ValueOf(classes[g]);
            }
        }

        var fit_dg = linalg.pinv(keys_nd.to(float64)).matmul(tensor(values, [inputs.Count, gates.Count]));
        var last = fit_dg.shape[0] - 1;
        return new ReluNetwork(layers, new DenseReadOff(fit_dg.slice(0, 0, last, 1).t(), fit_dg[last]));
    }

    private static double Kappa(int features)
    {
        var matrix = PaleyMatrix.WithColumns(features);
        return (double)matrix.LargestFourfoldSum(features) / matrix.Order;
    }
}
