using System.Text.Json;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.UniversalAnd;

namespace Superposition.Tests.Checkpoints;

/// <summary>
/// A program that knows only the safetensors format and the names of the keys gets the same network out of a file: <see cref="Stranger"/>
/// is such a program, with loops over doubles and nothing of this project.
/// </summary>
public class IndependentReaderTests
{
    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var construction in UniversalAndConstructions.All)
            {
                cases.Add(construction.Kind, false);
                cases.Add(construction.Kind, true);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_stranger_computes_the_same_epsilon(string kind, bool denseReadOff)
    {
        using var network = NetworkBytes.Construct(UniversalAndConstructions.Find(kind)!, features: 16, neurons: 64, active: 2);
        var file = NetworkBytes.Write(network, NetworkBytes.Manifest(network), denseReadOff);
        var measured = OutputErrors.Measure(network, PairAnds.All(16), InputSample.All(new SparseInputs(16, 2, Sparsity.Exactly)));
        Assert.Equal(measured.Epsilon, new Stranger(file).EpsilonOverAllPairsOfActiveFeatures(), 1e-6);
    }

    private sealed class Stranger
    {
        private readonly byte[] file;
        private readonly JsonElement header;
        private readonly int data;

        public Stranger(byte[] file)
        {
            this.file = file;
            var length = (int)BitConverter.ToInt64(file, 0);
            header = JsonDocument.Parse(file.AsMemory(8, length)).RootElement;
            data = 8 + length;
        }

        public double EpsilonOverAllPairsOfActiveFeatures()
        {
            var (weight, bias) = (Array("layers.0.weight"), Array("layers.0.bias"));
            var d = bias.Length;
            var isQuadratic = header.GetProperty("__metadata__").TryGetProperty("activation", out var activation)
                && activation.GetString() == "quadratic";
            var inputs = weight.Length / d;
            var m = Has("encoding.weight") ? Array("encoding.weight").Length / inputs : inputs;
            var rows = Has("readout.weight") ? DenseRows() : PairRows(m, d);
            var constants = Has("readout.bias") ? Array("readout.bias") : new double[rows.Length];
            var epsilon = 0.0;
            for (var k = 0; k < m; k++)
            {
                for (var l = k + 1; l < m; l++)
                {
                    var x = State(k, l, m, inputs);
                    var a = new double[d];
                    for (var i = 0; i < d; i++)
                    {
                        a[i] = bias[i];
                        for (var j = 0; j < inputs; j++)
                        {
                            a[i] += weight[(i * inputs) + j] * x[j];
                        }

                        a[i] = isQuadratic ? a[i] * a[i] : Math.Max(0, a[i]);
                    }

                    var output = 0;
                    for (var first = 0; first < m; first++)
                    {
                        for (var second = first + 1; second < m; second++, output++)
                        {
                            var y = constants[output];
                            for (var i = 0; i < d; i++)
                            {
                                y += rows[output][i] * a[i];
                            }

                            epsilon = Math.Max(epsilon, Math.Abs(y - (first == k && second == l ? 1 : 0)));
                        }
                    }
                }
            }

            return epsilon;
        }

        private double[] State(int k, int l, int m, int inputs)
        {
            var x = new double[inputs];
            if (!Has("encoding.weight"))
            {
                (x[k], x[l]) = (1, 1);
                return x;
            }

            var encoding = Array("encoding.weight");
            for (var j = 0; j < inputs; j++)
            {
                x[j] = encoding[(j * m) + k] + encoding[(j * m) + l];
            }

            return x;
        }

        private bool Has(string key) => header.TryGetProperty(key, out _);

        private double[][] DenseRows()
        {
            var weight = Array("readout.weight");
            var g = header.GetProperty("readout.weight").GetProperty("shape")[0].GetInt32();
            return [.. weight.Chunk(weight.Length / g)];
        }

        private double[][] PairRows(int m, int d)
        {
            var (factors, scale) = (Array("readout.factors"), Array("readout.scale")[0]);
            var normalised = header.GetProperty("__metadata__").GetProperty("readout.normalisation").GetString() == "shared-neurons";
            var correction = Has("readout.correction") ? Array("readout.correction") : [];
            var rows = new List<double[]>();
            for (var k = 0; k < m; k++)
            {
                for (var l = k + 1; l < m; l++)
                {
                    var overlap = 0.0;
                    for (var at = 0; at < correction.Length; at += m)
                    {
                        overlap += correction[at + k] * correction[at + l];
                    }

                    var row = new double[d];
                    var sum = 0.0;
                    for (var i = 0; i < d; i++)
                    {
                        row[i] = scale * ((factors[(i * m) + k] * factors[(i * m) + l]) - overlap);
                        sum += factors[(i * m) + k] * factors[(i * m) + l];
                    }

                    for (var i = 0; i < d && normalised; i++)
                    {
                        row[i] /= sum;
                    }

                    rows.Add(row);
                }
            }

            return [.. rows];
        }

        private double[] Array(string key)
        {
            var offsets = header.GetProperty(key).GetProperty("data_offsets");
            var values = new List<double>();
            for (var at = offsets[0].GetInt32(); at < offsets[1].GetInt32(); at += 4)
            {
                values.Add(BitConverter.ToSingle(file, data + at));
            }

            return [.. values];
        }
    }
}
