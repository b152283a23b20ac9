using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaChat.Server.Cluster;
using AkkaChat.Tests.Http;

namespace AkkaChat.Tests.Cluster;

/// <summary>An authority of a cluster, which signs certificates of nodes and writes them to files.</summary>
internal sealed class NodeCertificates : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly TempDirectory _files = new();
    private readonly X509Certificate2 _authority;

    public NodeCertificates(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow - Lifetime, DateTimeOffset.UtcNow + (2 * Lifetime));
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    /// <summary>The file with the authority's certificate.</summary>
    public string AuthorityFile => _files.File("authority.pem");

    /// <summary>Signs a certificate for a node, valid until <paramref name="until"/>, by default a day from now.</summary>
    public TlsOptions Sign(string node, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={node}", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(
            _authority,
            DateTimeOffset.UtcNow - (Lifetime / 2),
            until ?? DateTimeOffset.UtcNow + Lifetime,
            RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(_files.File(node + ".pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_files.File(node + ".key"), key.ExportPkcs8PrivateKeyPem());
        return new TlsOptions
        {
            CertificateFile = _files.File(node + ".pem"),
            KeyFile = _files.File(node + ".key"),
            AuthorityFile = AuthorityFile,
        };
    }

    public void Dispose()
    {
        _authority.Dispose();
        _files.Dispose();
    }
}
