using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Circuits;

/// <summary>
/// Any sparse boolean circuit in one layer (arXiv 2408.05451): an output is a sum of ANDs, f(b) = Σ_T c_T Π_{j∈T} b_j, and banks of
/// neurons for t = 1, 2, … features serve all ANDs of t features, so that the read-off of f is Σ_T c_T r_T. The neurons know nothing of
/// the circuit except how many each bank gets.
/// </summary>
public static class CircuitLayer
{
    /// <summary>Draws the weights from the part of a seed that is for constructions.</summary>
    /// <inheritdoc cref="Build(IReadOnlyList{MultilinearPolynomial}, SparseInputs, IReadOnlyList{AndBank}, Generator)"/>
    public static ReluNetwork Build(
        IReadOnlyList<MultilinearPolynomial> outputs, SparseInputs inputs, IReadOnlyList<AndBank> banks, Seed seed)
    {
        using var generator = seed.Generator("construction");
        return Build(outputs, inputs, banks, generator);
    }

    /// <summary>Draws the banks and writes the read-off of every output.</summary>
    /// <param name="outputs">The outputs' polynomials, for the inputs' sparsity.</param>
    /// <param name="inputs">The inputs to serve.</param>
    /// <param name="banks">One bank for each number of features that a term has.</param>
    /// <param name="generator">Draws the weights.</param>
    /// <exception cref="ConstructionFailedException">
    /// A term has no bank, or a bank's F_t vanishes or turns negative on the input set.
    /// </exception>
    public static ReluNetwork Build(
        IReadOnlyList<MultilinearPolynomial> outputs, SparseInputs inputs, IReadOnlyList<AndBank> banks, Generator generator)
    {
        if (outputs.SelectMany(output => output.Terms).Select(term => term.Features.Length).FirstOrDefault(t =>
            t > 0 && banks.All(bank => bank.FanIn != t)) is > 0 and var missing)
        {
            throw new ConstructionFailedException(
                $"A term of {missing} features has no bank; expected banks for every number of features that a term has.");
        }

        using var scope = NewDisposeScope();
        var weights = new List<Tensor>();
        var biases = new List<Tensor>();
        var rows = new List<Tensor>();
        foreach (var neurons in banks.GroupBy(bank => bank.IsShared ? 0 : bank.FanIn))
        {
            // Shared banks are one set of neurons, read for every fan-in.
            var weights_nm = neurons.First().DrawWeights(inputs.Features, generator);
            weights.Add(weights_nm);
            biases.Add(full(neurons.First().Neurons, (float)neurons.First().Bias));
            rows.Add(neurons.Select(bank => Combine(outputs, bank, weights_nm, bank.Normaliser(inputs))).Aggregate((a, b) => a + b));
        }

        if (banks.Count == 0)
        {
            // Constants need no neuron, but a layer has at least one: it is silent.
            weights.Add(zeros(1, inputs.Features));
            biases.Add(zeros(1));
            rows.Add(zeros(outputs.Count, 1));
        }

        var constants_g = tensor(outputs.Select(output => (float)output.Constant).ToArray());
        return new ReluNetwork([new ReluLayer(cat(weights), cat(biases))], new DenseReadOff(cat(rows, 1), constants_g));
    }

    /// <summary>
    /// Banks for some outputs with N neurons in all. A bank's share is in proportion to the noise it would add with one neuron, √(Σ_T
    /// c_T² κ_t²), which makes the summed variance of all outputs smallest (Lagrange: Σ A_t/n_t under Σ n_t = N).
    /// </summary>
    /// <param name="outputs">The outputs' polynomials.</param>
    /// <param name="inputs">The inputs to serve.</param>
    /// <param name="neurons">N, the number of neurons.</param>
    /// <param name="weights">The family of weights, or null for the better one in every bank.</param>
    /// <exception cref="ConstructionFailedException">There are fewer neurons than banks, or a bank can be tuned to no good.</exception>
    public static ImmutableArray<AndBank> Allocate(
        IReadOnlyList<MultilinearPolynomial> outputs, SparseInputs inputs, int neurons, BankWeights? weights = null)
    {
        var squares = SquaredCoefficients(outputs);
        if (squares.Count > neurons)
        {
            throw new ConstructionFailedException(
                $"{neurons} neurons were asked for, expected at least one for each of {squares.Count} banks.");
        }

        ImmutableArray<AndBank> tuned =
            [.. squares.Keys.Select(fanIn => HighFanInAnd.Tune(fanIn, Math.Max(1, neurons / squares.Count), inputs, weights))];
        double[] noise = [.. tuned.Select(bank => Math.Sqrt(squares[bank.FanIn]) * NoiseOfOneNeuron(bank, inputs))];
        int[] shares = [.. noise.Select(part => 1 + (int)((neurons - squares.Count) * part / noise.Sum()))];
        if (shares.Length > 0)
        {
            shares[Array.IndexOf(shares, shares.Max())] += neurons - shares.Sum();
        }

        return [.. tuned.Zip(shares, (bank, share) => bank.WithNeurons(share))];
    }

    /// <summary>
    /// One bank of bias −1 for all ANDs of two and more features, and a bank of its own for single features, which no bank of bias −1
    /// carries: with one feature active all its neurons are silent. Family and density are those that are predicted to give the smallest
    /// worst errors over 1000 inputs, squared and summed over terms.
    /// </summary>
    /// <inheritdoc cref="Allocate"/>
    public static ImmutableArray<AndBank> AllocateOneBank(
        IReadOnlyList<MultilinearPolynomial> outputs, SparseInputs inputs, int neurons, BankWeights? weights = null)
    {
        var squares = SquaredCoefficients(outputs);
        int[] fanIns = [.. squares.Keys.Where(fanIn => fanIn > 1)];
        if (fanIns.Length == 0 || neurons <= squares.Count)
        {
            return Allocate(outputs, inputs, neurons, weights);
        }

        double Noise(IEnumerable<AndBank> banks) =>
            Math.Sqrt(banks.Sum(bank => squares[bank.FanIn] * Square(NoiseOfOneNeuron(bank, inputs))));
        var shared = Enumerable.Range(1, 95).Select(percent => (Family: BankWeights.Subsets, Density: percent / 100.0))
            .Append((Family: BankWeights.Signs, Density: 0.5)).Where(choice => choice.Family == (weights ?? choice.Family))
            .Select(choice => fanIns.Select(fanIn => AndBank.Shared(choice.Family, fanIn, neurons, choice.Density)).ToArray())
            .Where(banks => banks.All(bank => bank.ReadsEvenly(inputs)))
            .MinBy(banks => banks.Sum(bank => squares[bank.FanIn]
                * Square(HighFanInAnd.Predict(bank, inputs, outputs.Count).ExpectedMaximum(inputs: 1000))))
            ?? throw new ConstructionFailedException(
                $"one bank: for {inputs}, F_t vanishes or varies by more than a factor of three at every density tried, for some t of "
                    + $"{string.Join(", ", fanIns)}; expected fewer active features.");
        if (!squares.ContainsKey(1))
        {
            return [.. shared];
        }

        var single = HighFanInAnd.Tune(1, neurons, inputs, weights);
        var (own, others) = (Noise([single]), Noise(shared));
        var share = Math.Clamp((int)(neurons * own / (own + others)), 1, neurons - 1);
        return [single.WithNeurons(share), .. shared.Select(bank => bank.WithNeurons(neurons - share))];
    }

    /// <summary>
    /// The predicted standard deviation of an output on inputs of which no feature is a feature of the output: Σ_T c_T² κ_t²/n_t,
    /// because the rows of different sets are uncorrelated then.
    /// </summary>
    public static double PredictedQuietStd(MultilinearPolynomial output, SparseInputs inputs, IReadOnlyList<AndBank> banks) =>
        Math.Sqrt(banks.Sum(bank =>
            SquaredCoefficients([output]).GetValueOrDefault(bank.FanIn) * Square(NoiseOfOneNeuron(bank, inputs)) / bank.Neurons));

    /// <summary>The root mean square of <see cref="PredictedQuietStd"/> over all outputs.</summary>
    public static double PredictedQuietRms(
        IReadOnlyList<MultilinearPolynomial> outputs, SparseInputs inputs, IReadOnlyList<AndBank> banks) =>
        Math.Sqrt(outputs.Average(output => Math.Pow(PredictedQuietStd(output, inputs, banks), 2)));

    /// <summary>
    /// κ_t: the standard deviation, for one neuron, of a row's product where no member of the set is active, in units of a true AND.
    /// </summary>
    private static double NoiseOfOneNeuron(AndBank bank, SparseInputs inputs)
    {
        var variance = Enumerable.Range(inputs.MinActive, inputs.Active - inputs.MinActive + 1).Sum(active =>
            inputs.Share(active) * bank.Product(active, members: 0).MeanSquare);
        return Math.Sqrt(variance) / bank.Normaliser(inputs);
    }

    private static SortedDictionary<int, double> SquaredCoefficients(IReadOnlyList<MultilinearPolynomial> outputs)
    {
        var squares = new SortedDictionary<int, double>();
        foreach (var term in outputs.SelectMany(output => output.Terms).Where(term => !term.Features.IsEmpty))
        {
            squares[term.Features.Length] = squares.GetValueOrDefault(term.Features.Length) + Square(term.Coefficient);
        }

        return squares;
    }

    /// <summary>Σ_T c_T r_T over a bank's terms, shape [g, n]; one row at a time, so that memory stays with the largest output.</summary>
    private static Tensor Combine(IReadOnlyList<MultilinearPolynomial> outputs, AndBank bank, Tensor weights_nm, double normaliser)
    {
        using var scope = NewDisposeScope();
        var rows = new List<Tensor>();
        foreach (var output in outputs)
        {
            PolynomialTerm[] terms = [.. output.Terms.Where(term => term.Features.Length == bank.FanIn)];
            rows.Add(terms.Length == 0
                ? zeros(bank.Neurons)
                : tensor(terms.Select(term => (float)term.Coefficient).ToArray())
                    .matmul(bank.Rows(weights_nm, [.. terms.Select(term => (IReadOnlyList<int>)term.Features)], normaliser)));
        }

        return stack(rows).MoveToOuterDisposeScope();
    }

    private static double Square(double x) => x * x;
}
