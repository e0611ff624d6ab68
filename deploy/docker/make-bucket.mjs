// node deploy/docker/make-bucket.mjs
//
// Makes the bucket of YAGURA_S3_BUCKET with object lock, which can only be had from a bucket's birth (ADR 15). One that is there stays as it is;
// whether it has the lock, each process looks for itself.
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';

function must(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must be set`);
  return value;
}

const Bucket = must('YAGURA_S3_BUCKET');
const client = new S3Client({
  endpoint: must('YAGURA_S3_ENDPOINT'), region: process.env.YAGURA_S3_REGION || 'us-east-1', forcePathStyle: true,
  credentials: { accessKeyId: must('YAGURA_S3_ACCESS_KEY'), secretAccessKey: must('YAGURA_S3_SECRET_KEY') },
});
try {
  await client.send(new HeadBucketCommand({ Bucket })).catch(async (error) => {
    if (error?.$metadata?.httpStatusCode !== 404) throw error;
    await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  });
} finally {
  client.destroy();
}
