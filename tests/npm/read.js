// Reads a data package with the npm package datapackage: its validity and its typed rows, as JSON.
const { Package } = require("datapackage");

async function main(folder) {
  const found = await Package.load(`${folder}/datapackage.json`, { basePath: folder });
  const rows = {};
  for (const resource of found.resources) {
    rows[resource.name] = await resource.read({ keyed: true });
  }
  process.stdout.write(JSON.stringify({ valid: found.valid, rows }));
}

main(process.argv[2]).catch((error) => {
  console.error(String(error), (error.errors || []).map(String));
  process.exit(1);
});
