import axios from 'axios';
import express from 'express';

import { tellParent } from './tell-parent.js';

// The way tutorials do it: the token in a variable, every body parsed and written again.
const accessToken = process.env.ACCESS_TOKEN;

const app = express();
app.use(express.json());

app.all('/livechat/*path', async (req, res) => {
  try {
    const answer = await axios({
      method: req.method,
      url: `${process.env.API_URL}/v3.6/${req.params.path.join('/')}`,
      params: req.query,
      data: req.body,
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    res.status(answer.status).json(answer.data);
  } catch (error) {
    res.status(error.response?.status ?? 500).json(error.response?.data ?? { error: error.message });
  }
});

const server = app.listen(0, '127.0.0.1', () => tellParent(server.address().port));
